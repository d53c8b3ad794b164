// Generic test of everything that reads a byte stream: however the network cuts the bytes, the events are the same.
#pragma once
#include <algorithm>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sansio/byte_buffer.hpp"
#include "sansio/time.hpp"

namespace sansio::testing {

/// Feeds `machine` the pieces between `cuts` and answers all that it said, one line an event, and what it wants to send.
/// `print` turns an event into text; what it answers empty is not counted as an event.
/// Of the five verbs of a StreamMachine only receive and poll_event are needed, with or without a time.
template <class Machine, class Print>
std::string trace_of(Machine& machine, std::string_view bytes, std::vector<std::size_t> const& cuts,
                     Print& print) {
    std::string trace;
    std::string written;
    auto const drain = [&] {
        while (auto event = machine.poll_event()) {
            std::string const line = print(*event);
            if (!line.empty()) trace += line + '\n';
        }
        if constexpr (requires { machine.unsent(); }) {
            auto const unsent = as_text(machine.unsent());
            written += unsent;
            machine.sent(unsent.size());
        }
    };
    auto const feed = [&](std::string_view piece) {
        // A copy of its own, gone after the turn, so that a view kept too long is caught by a sanitizer.
        std::vector<std::byte> const copy(as_bytes(piece).begin(), as_bytes(piece).end());
        if constexpr (requires { machine.receive(std::span<std::byte const>(copy), Time{}); })
            machine.receive(std::span<std::byte const>(copy), Time{});
        else if constexpr (requires { machine.receive(std::span<std::byte const>(copy)); })
            machine.receive(std::span<std::byte const>(copy));
        else
            machine.receive(as_text(copy));
        drain();
    };
    drain();
    std::size_t begin = 0;
    for (auto const cut : cuts) {
        feed(bytes.substr(begin, cut - begin));
        begin = cut;
    }
    feed(bytes.substr(begin));
    if constexpr (requires { machine.end_of_stream(Time{}); }) {
        machine.end_of_stream(Time{});
        drain();
    } else if constexpr (requires { machine.end_of_stream(); }) {
        machine.end_of_stream();
        drain();
    }
    return written.empty() ? trace : trace + "sends: " + written + '\n';
}

/// Feeds each text of `corpus` to fresh machines from `make`: whole, in single bytes, in two pieces at every offset; and
/// each two neighbours glued together or cut where they meet. Answers "" if the events never differ, else what differs.
/// Use: EXPECT_EQ(every_cut([] { return Framing{}; }, corpus, [](Framing::Event const& e) { return to_string(e); }), "");
template <class Make, class Print>
std::string every_cut(Make make, std::vector<std::string> const& corpus, Print print) {
    auto const run = [&](std::string_view bytes, std::vector<std::size_t> const& cuts) {
        auto machine = make();
        if constexpr (requires { *machine; })
            return trace_of(*machine, bytes, cuts, print);
        else
            return trace_of(machine, bytes, cuts, print);
    };
    auto const differs = [](std::size_t number, std::string const& how, std::string const& expected,
                            std::string const& got) {
        return "text " + std::to_string(number) + " " + how + "\n--- expected ---\n" + expected +
               "--- got ---\n" + got;
    };
    for (std::size_t number = 0; number < corpus.size(); ++number) {
        std::string_view const text = corpus[number];
        auto const whole = run(text, {});
        std::vector<std::size_t> everywhere;
        for (std::size_t offset = 1; offset < text.size(); ++offset) everywhere.push_back(offset);
        if (auto const got = run(text, everywhere); got != whole)
            return differs(number, "in single bytes", whole, got);
        for (auto const offset : everywhere)
            if (auto const got = run(text, {offset}); got != whole)
                return differs(number, "cut at " + std::to_string(offset), whole, got);
        if (number + 1 == corpus.size()) break;
        auto const glued = corpus[number] + corpus[number + 1];
        auto const apart = run(glued, {text.size()});
        if (auto const got = run(glued, {}); got != apart)
            return differs(number, "glued to the next", apart, got);
    }
    return "";
}

}  // namespace sansio::testing
