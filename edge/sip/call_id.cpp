#include "edge/sip/call_id.hpp"

#include <algorithm>

namespace sip {

Result<std::string_view, SyntaxFault> call_id_of(MessageView const& view) {
    auto const value = view.single(SingleHeader::call_id);
    if (!value) return fault(Rule::header_missing, view.head().size());
    auto const* const bad = std::find_if(value->begin(), value->end(), [](char c) {
        return static_cast<unsigned char>(c) <= 0x20 || c == 0x7f;
    });
    if (value->empty() || bad != value->end())
        return fault(Rule::call_id, view.offset_of(*value) + static_cast<std::size_t>(bad - value->begin()));
    return *value;
}

}  // namespace sip
