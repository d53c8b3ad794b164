// What the edge accepts it reads as libosip2 does, and what it writes libosip2 and the raw slicer can read.
#include <map>

#include <gtest/gtest.h>

#include "edge/sip/framing.hpp"
#include "edge/sip/respond.hpp"
#include "edge/sip/sample_messages_fixture.hpp"
#include "harness/agreement/forwarded_fixture.hpp"
#include "harness/agreement/libosip2_fixture.hpp"
#include "simulators/wire/sip_reader.hpp"
#include "simulators/wire/slicer.hpp"

namespace agreement {
namespace {

/// Where the two do not agree, the clause by which the codec is right, and how libosip2 differs: "refuses" or the field.
struct KnownDifference {
    std::string_view field;
    std::string_view clause;
};
std::map<std::string, KnownDifference, std::less<>> const known{
#define DIFFERENCE(name, field, clause, reason) {name, {field, clause}},
#include "harness/agreement/differences.inc"
#undef DIFFERENCE
};

std::vector<std::string> accepted_messages(std::string const& name) {
    std::vector<std::string> messages;
    auto const bytes = sip::sample::corpus(name);
    sip::Framer framer;
    framer.receive(sansio::as_bytes(bytes), {});
    while (auto const event = framer.poll_event())
        if (auto const* message = std::get_if<sip::MessageReceived>(&*event))
            messages.emplace_back(message->view->wire());
    return messages;
}

std::string outcome(std::string const& wire) {
    auto const view = sip::MessageView::parse(wire);
    auto const codec = view ? read_with_codec(*view) : std::nullopt;
    if (!codec) return "the codec refuses it";
    auto const stranger = read_with_libosip2(wire);
    return stranger ? std::string(difference(*codec, *stranger)) : "refuses";
}

TEST(Agreement, WhatTheCodecAcceptsLibosip2ReadsAlike) {
    for (auto const& [name, rule] : sip::sample::corpus_cases()) {
        if (rule != "accepted") continue;
        auto const row = known.find(name);
        std::string const expected = row == known.end() ? "" : std::string(row->second.field);
        for (auto const& wire : accepted_messages(name)) EXPECT_EQ(outcome(wire), expected) << name;
    }
}

TEST(Agreement, EachKnownDifferenceIsStillOne) {
    for (auto const& [name, row] : known) {
        auto const messages = accepted_messages(name);
        ASSERT_FALSE(messages.empty()) << name;
        EXPECT_EQ(outcome(messages.front()), row.field) << name;
        EXPECT_TRUE(row.clause.starts_with("RFC ")) << name;
    }
}

TEST(Agreement, WhatIsPassedOnBothStrangersRead) {
    std::size_t passed = 0;
    for (auto const& [name, rule] : sip::sample::corpus_cases()) {
        if (rule != "accepted") continue;
        for (auto const& wire : accepted_messages(name)) {
            auto const text = forwarded(wire);
            if (text.empty()) continue;
            ++passed;
            wire::Slicer slicer;
            slicer.receive(sansio::as_bytes(text));
            auto const cut = slicer.next();
            ASSERT_TRUE(cut && std::holds_alternative<wire::RawMessage>(*cut)) << name;
            EXPECT_EQ(std::get<wire::RawMessage>(*cut).bytes(), text) << name;
            EXPECT_EQ(std::get<wire::RawMessage>(*cut).values("Via").front(),
                      "SIP/2.0/TLS sip.contoso.com:5061;branch=z9hG4bKoneofours")
                << name;
            auto const row = known.find(name);
            if (row != known.end() && row->second.field == "refuses") continue;
            auto const stranger = read_with_libosip2(text);
            ASSERT_TRUE(stranger.has_value()) << name;
            EXPECT_EQ(stranger->branch, "z9hG4bKoneofours") << name;
        }
    }
    EXPECT_GE(passed, 30U);
}

/// Whatever is wrong with a request that can be answered at all, the answer is SIP for who goes by Content-Length.
TEST(Agreement, EveryRefusalIsAMessage) {
    for (auto const& [name, rule] : sip::sample::corpus_cases()) {
        auto const bytes = sip::sample::corpus(name);
        sip::MessageView view;
        if (!view.index(bytes) || !sip::can_be_answered(view)) continue;
        sansio::ByteBuffer out;
        sip::respond(view, 400, {.to_tag = "t"}, out);
        wire::Slicer slicer;
        slicer.receive(sansio::as_bytes(out.text()));
        auto const cut = slicer.next();
        ASSERT_TRUE(cut && std::holds_alternative<wire::RawMessage>(*cut)) << name << '\n' << out.text();
        EXPECT_EQ(std::get<wire::RawMessage>(*cut).status(), 400) << name;
        EXPECT_EQ(slicer.pending(), 0U) << name;
        sip::MessageView again;
        ASSERT_TRUE(again.index(out.text())) << name;
        EXPECT_FALSE(again.fault().has_value()) << name << '\n' << out.text();
        auto const row = known.find(name);
        bool const differs = row != known.end() && row->second.field == "refuses";
        EXPECT_NE(read_with_libosip2(out.text()).has_value(), differs) << name << '\n' << out.text();
    }
}

}  // namespace
}  // namespace agreement
