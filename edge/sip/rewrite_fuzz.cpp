// Random edits against a model that marks each byte: rendering agrees, whatever overlaps.
#include "edge/sip/rewrite.hpp"

#include <cstdint>
#include <string>
#include <vector>

#include "sansio/check.hpp"

namespace {

constexpr std::string_view wire = "the quick brown fox jumps over the lazy dog, and nobody minds";

/// What goes before each byte (and the end), and which bytes stay.
struct Model {
    std::vector<std::string> before = std::vector<std::string>(wire.size() + 1);
    std::vector<bool> stays = std::vector<bool>(wire.size(), true);

    std::string text() const {
        std::string result;
        for (std::size_t i = 0; i < wire.size(); ++i) {
            result += before[i];
            if (stays[i]) result += wire[i];
        }
        return result + before.back();
    }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    sip::Rewrite rewrite;
    Model model;
    for (; size >= 3; data += 3, size -= 3) {
        auto const offset = data[0] % (wire.size() + 1);
        auto const count = data[1] % (wire.size() - offset + 1);
        std::string const text(data[2] % 4U, static_cast<char>('A' + data[2] % 26U));
        rewrite.replace(offset, count, {text, text});
        model.before[offset] += text + text;
        for (std::size_t i = offset; i < offset + count; ++i) model.stays[i] = false;
    }
    sansio::ByteBuffer out;
    rewrite.render(wire, out);
    sansio::check(out.text() == model.text(), "rendering agrees with the model");
    return 0;
}
