#include "edge/sip/proxy/loop.hpp"

#include <algorithm>
#include <cstring>

#include "edge/sip/name_addr.hpp"
#include "edge/sip/text.hpp"
#include "edge/sip/via.hpp"

namespace sip::proxy {

namespace {

/// Eight bytes a step. It keeps accidents apart, not attackers: who forges a Via of ours harms his own request only.
class Mixer {
public:
    void add(std::string_view text) {
        mix(text.size());
        while (text.size() >= 8) {
            std::uint64_t word = 0;
            std::memcpy(&word, text.data(), 8);
            mix(word);
            text.remove_prefix(8);
        }
        std::uint64_t rest = 0;
        for (char const letter : text) rest = (rest << 8U) | static_cast<unsigned char>(letter);
        mix(rest);
    }
    std::uint64_t value() const { return state_ ^ (state_ >> 29U); }

private:
    void mix(std::uint64_t word) {
        state_ = (state_ ^ word) * 0x9e3779b97f4a7c15U;
        state_ ^= state_ >> 32U;
    }
    std::uint64_t state_ = 0x243f6a8885a308d3U;
};

void add_lines(MessageView const& request, Header header, Mixer& mixer) {
    for (auto number = request.first(header); number != 0;) {
        mixer.add(request.line_value(number - 1U));
        auto const next = request.line(number - 1U).next;
        number = next == 0 ? std::uint16_t{0} : static_cast<std::uint16_t>(next + 1);
    }
}

/// A display name and parameters such as epid decide nothing (facts/wire.md §1.2).
void add_address(MessageView const& request, SingleHeader header, Mixer& mixer) {
    auto const address = address_of(request, header);
    if (!address) return;
    mixer.add(address->uri_text);
    mixer.add(address->tag());
}

std::string_view cseq_digits(MessageView const& request) {
    auto const value = request.single(SingleHeader::cseq).value_or(std::string_view{});
    auto const* const end = std::find_if_not(value.begin(), value.end(), is_digit);
    return value.substr(0, static_cast<std::size_t>(end - value.begin()));
}

template <std::size_t size>
std::array<char, size> hex(std::uint64_t number) {
    static constexpr char digits[] = "0123456789abcdef";
    std::array<char, size> text{};
    for (auto at = size; at > 0; number >>= 4U) text[--at] = digits[number & 15U];
    return text;
}

}  // namespace

std::uint32_t loop_part(MessageView const& request) {
    Mixer mixer;
    mixer.add(request.request_uri());
    for (auto const header :
         {Header::route, Header::call_id, Header::proxy_require, Header::proxy_authorization})
        add_lines(request, header, mixer);
    for (auto const header : {SingleHeader::from, SingleHeader::to}) add_address(request, header, mixer);
    mixer.add(cseq_digits(request));
    return static_cast<std::uint32_t>(mixer.value());
}

std::array<char, 8> loop_part_text(std::uint32_t part) {
    return hex<8>(part);
}

bool has_looped(MessageView const& request, std::uint32_t part, std::span<std::string const> sent_by) {
    auto const text = loop_part_text(part);
    std::string_view const wanted(text.data(), text.size());
    auto vias = request.elements(ListHeader::via);
    while (auto const element = vias.next()) {
        // Most Vias are read no further than this.
        if (element->text.find(wanted) == std::string_view::npos) continue;
        auto const via = Via::parse(element->text);
        if (!via || !via->has_cookie() || !via->branch.ends_with(wanted)) continue;
        for (auto const& own : sent_by)
            if (equal_ignoring_case(via->sent_by, own)) return true;
    }
    return false;
}

std::string stateless_branch(MessageView const& request, std::uint32_t part) {
    Mixer mixer;
    auto const via = top_via(request);
    if (via) {
        mixer.add(via->branch);
        mixer.add(via->sent_by);
    }
    add_lines(request, Header::call_id, mixer);
    auto const unique = hex<16>(mixer.value());
    auto const second = loop_part_text(part);
    // The hyphen keeps it apart from the branch of a transaction.
    std::string branch("z9hG4bK-");
    return branch.append(unique.data(), unique.size()).append(second.data(), second.size());
}

}  // namespace sip::proxy
