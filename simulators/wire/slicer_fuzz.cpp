// Any bytes, cut anywhere, give the same messages as in one piece, and no message exceeds its limits.
#include "simulators/wire/slicer.hpp"

#include <cstdlib>
#include <vector>

#include "simulators/wire/sip_reader.hpp"

namespace {

std::vector<std::string> slice(std::span<std::byte const> bytes, std::size_t piece_size) {
    wire::Slicer slicer({.head_size_max = 4096, .body_size_max = 4096});
    std::vector<std::string> found;
    while (!bytes.empty()) {
        auto const piece = bytes.first(std::min(piece_size, bytes.size()));
        bytes = bytes.subspan(piece.size());
        slicer.receive(piece);
        while (auto next = slicer.next()) {
            auto const* message = std::get_if<wire::RawMessage>(&*next);
            found.push_back(message != nullptr ? message->bytes() : std::string("fault"));
        }
    }
    return found;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    if (size == 0) return 0;
    auto const bytes = std::as_bytes(std::span(data, size)).subspan(1);
    auto const whole = slice(bytes, size);
    auto const cut = slice(bytes, 1U + data[0] % 16U);
    // A head that grows over its limit in small pieces is refused where the same head, whole at once, is too: both end
    // in a fault, and everything before it is the same.
    if (whole != cut) std::abort();
    for (auto const& message : whole) {
        if (message.size() > 2 * 4096) std::abort();
        (void)wire::read_sip(message);
    }
    return 0;
}
