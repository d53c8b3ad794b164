#include "edge/sip/max_forwards.hpp"

#include "edge/sip/text.hpp"

namespace sip {

Result<std::uint8_t, SyntaxFault> parse_max_forwards(std::string_view text) {
    auto const hops = parse_number<std::uint8_t>(text, UINT8_MAX);
    if (!hops) return fault(Rule::max_forwards, 0);
    return *hops;
}

Result<std::optional<std::uint8_t>, SyntaxFault> max_forwards_of(MessageView const& view) {
    std::optional<std::uint8_t> hops;
    if (auto const value = view.single(SingleHeader::max_forwards)) {
        auto const parsed = parse_max_forwards(*value);
        if (!parsed) return fault(parsed.error().rule, view.offset_of(*value));
        hops = *parsed;
    }
    return hops;
}

}  // namespace sip
