#include "harness/explain/diagnostics.hpp"

#include <algorithm>

#include "edge/diagnostic_texts.hpp"
#include "simulators/kit/status_texts.hpp"

namespace explain {
namespace {

struct Known {
    edge::DiagnosticText text;
    bool is_raised_here = false;
};

std::vector<Known> const& all_known() {
    static std::vector<Known> const sorted = [] {
        std::vector<Known> known{
#define OTHER(id, status, reason, meaning, advice) {{id, status, reason, meaning, advice}, false},
#include "harness/explain/other_diagnostics.inc"
#undef OTHER
        };
        for (auto const& text : edge::diagnostic_texts()) known.push_back({text, true});
        std::ranges::sort(known, {}, [](Known const& one) { return one.text.id; });
        return known;
    }();
    return sorted;
}

Known const* find(std::uint32_t id) {
    auto const& known = all_known();
    auto const found = std::ranges::find(known, id, [](Known const& one) { return one.text.id; });
    return found == known.end() ? nullptr : &*found;
}

std::string status_line(int status) {
    return std::to_string(status) + " " + std::string(kit::reason_of(status));
}

}  // namespace

std::optional<Explanation> diagnostic(std::uint32_t id) {
    auto const* const known = find(id);
    if (known == nullptr) return std::nullopt;
    auto const& text = known->text;
    Explanation made{"diagnostic", std::to_string(id), std::string(text.reason), {}};
    made.say("what happened", std::string(text.meaning));
    made.say("what to change", std::string(text.advice));
    made.say("on the wire", "ms-diagnostics: " + std::to_string(id) + ";reason=\"" +
                                std::string(text.reason) + "\";source=\"<the server that says so>\"");
    made.say("goes with", text.status == 0 ? std::string("the status of the message that it is added to")
                                           : status_line(text.status));
    made.say("raised by", known->is_raised_here
                              ? "our edge, and Lync's servers"
                              : "Lync's servers; our edge does not raise it, it only passes it on inside");
    made.say("rests on", "MS-OCER §2.2.1.1; it never crosses from one organisation to another");
    return made;
}

std::optional<Explanation> status(std::uint32_t code) {
    if (code < 100 || code > 699) return std::nullopt;
    auto const number = static_cast<int>(code);
    Explanation made{"status", std::to_string(code), status_line(number), {}};
    constexpr std::string_view classes[] = {
        "the request is being worked on",
        "the request succeeded",
        "the sender should ask elsewhere",
        "the request is refused as it stands: it, or who sends it, has to change",
        "a server cannot do what it should: the request may be good",
        "nobody anywhere will do it"};
    made.say("what it means", std::string(classes[code / 100 - 1]));
    std::vector<std::string> ids;
    for (auto const& known : all_known())
        if (known.text.status == number)
            ids.push_back(std::to_string(known.text.id) + "  " + std::string(known.text.meaning));
    made.list("diagnostics that go with it", std::move(ids));
    made.say("rests on", "RFC 3261 §21." + std::to_string(code / 100));
    return made;
}

std::vector<std::uint32_t> diagnostic_ids() {
    std::vector<std::uint32_t> ids;
    for (auto const& known : all_known()) ids.push_back(known.text.id);
    return ids;
}

std::string advice_for_partner(std::uint32_t id) {
    auto const* const known = find(id);
    if (known == nullptr) return {};
    return std::string(known->text.meaning) + " " + std::string(known->text.advice);
}

}  // namespace explain
