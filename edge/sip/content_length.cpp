#include "edge/sip/content_length.hpp"

#include <algorithm>

#include "edge/sip/text.hpp"

namespace sip {

Result<std::optional<std::size_t>, SyntaxFault> content_length_of(MessageView const& view) {
    std::optional<std::size_t> length;
    for (auto at = view.first(Header::content_length); at != 0;) {
        auto const value = view.line_value(at - 1U);
        bool const digits = !value.empty() && std::all_of(value.begin(), value.end(), is_digit);
        if (!digits) return fault(Rule::content_length_value, view.offset_of(value));
        auto const number = parse_number<std::size_t>(value, MessageView::size_max);
        if (!number) return fault(Rule::message_too_large, view.offset_of(value));
        if (length && *length != *number) return fault(Rule::content_length_conflict, view.offset_of(value));
        length = number;
        auto const next = view.line(at - 1U).next;
        at = next == 0 ? std::uint16_t{0} : static_cast<std::uint16_t>(next + 1);
    }
    return length;
}

}  // namespace sip
