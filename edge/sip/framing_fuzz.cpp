// The same bytes whole and in pieces: the same events. The first byte says how the rest is cut.
#include "edge/sip/framing.hpp"

#include <cstdint>
#include <string>

#include "sansio/check.hpp"

namespace {

struct Printer {
    std::string operator()(sip::MessageReceived const& event) const {
        return "message " + std::string(event.view->wire());
    }
    std::string operator()(sip::MalformedReceived const& event) const {
        return "malformed " + std::to_string(event.fault.offset);
    }
    std::string operator()(sip::PingReceived) const { return "ping"; }
    std::string operator()(sip::StreamFault const& event) const {
        return "fault " + std::to_string(static_cast<int>(event.fault.rule)) + ' ' +
               std::to_string(event.fault.offset);
    }
};

std::string trace(std::string_view bytes, std::size_t piece) {
    sip::Framer framer({.head_max = 4096, .message_max = 8192});
    std::string trace;
    auto const drain = [&] {
        while (auto const event = framer.poll_event()) trace += std::visit(Printer{}, *event) + '\n';
    };
    while (!bytes.empty()) {
        std::string const copy(bytes.substr(0, piece));
        framer.receive(sansio::as_bytes(copy), {});
        drain();
        sansio::check(framer.pending() <= 8192 + piece, "no more is kept than one message");
        bytes.remove_prefix(copy.size());
    }
    framer.end_of_stream({});
    drain();
    return trace;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    if (size == 0) return 0;
    std::string_view const bytes(reinterpret_cast<char const*>(data + 1), size - 1);
    auto const whole = trace(bytes, bytes.size() + 1);
    sansio::check(trace(bytes, std::size_t{1} + data[0]) == whole, "the cuts of the network do not matter");
    return 0;
}
