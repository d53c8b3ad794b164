#include "edge/sip/proxy/max_breadth.hpp"

#include <algorithm>

#include "edge/sip/text.hpp"

namespace sip::proxy {

namespace {

// Recommended by RFC 5393 §5.3.3, both as the value to add and as the most to accept.
constexpr std::uint32_t breadth_max = 60;

/// Any number of digits is a number; one beyond all bounds is only large. 0: it is none.
std::uint32_t breadth_of(std::string_view value) {
    if (value.empty() || !std::all_of(value.begin(), value.end(), is_digit)) return 0;
    value.remove_prefix(std::min(value.find_first_not_of('0'), value.size()));
    if (value.size() > 2) return breadth_max + 1;
    return parse_number<std::uint32_t>(value, UINT32_MAX).value_or(0);
}

}  // namespace

std::optional<SyntaxFault> check_max_breadth(MessageView const& request) {
    auto const value = request.single(SingleHeader::max_breadth);
    if (!value) return std::nullopt;
    if (request.count(Header::max_breadth) > 1)
        return SyntaxFault{Rule::header_repeated, request.offset_of(*value)};
    if (breadth_of(*value) == 0) return SyntaxFault{Rule::max_breadth, request.offset_of(*value)};
    return std::nullopt;
}

void edit_max_breadth(MessageView const& request, Rewrite& rewrite) {
    if (request.method() == Method::cancel) return;
    auto const value = request.single(SingleHeader::max_breadth);
    if (!value) return rewrite.insert(request.head().size() - 2, {"Max-Breadth: 60\r\n"});
    if (breadth_of(*value) > breadth_max) rewrite.replace(request.offset_of(*value), value->size(), {"60"});
}

}  // namespace sip::proxy
