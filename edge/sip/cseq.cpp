#include "edge/sip/cseq.hpp"

#include "edge/sip/text.hpp"

namespace sip {

Result<Cseq, SyntaxFault> Cseq::parse(std::string_view text) {
    auto const digits = end_of(text, 0, digit_class);
    auto const number = parse_number<std::uint32_t>(text.substr(0, digits), INT32_MAX);
    if (!number) return fault(Rule::cseq, 0);
    auto const method = trim(text.substr(digits));
    bool const parted = digits < text.size() && is_space(text[digits]);
    if (!parted || !is_token(method)) return fault(Rule::cseq, digits);
    return Cseq{*number, method, find_method(method)};
}

Result<Cseq, SyntaxFault> cseq_of(MessageView const& view) {
    auto const value = view.single(SingleHeader::cseq);
    if (!value) return fault(Rule::header_missing, view.head().size());
    auto cseq = Cseq::parse(*value);
    if (!cseq) return fault(cseq.error().rule, view.offset_of(*value) + cseq.error().offset);
    return cseq;
}

}  // namespace sip
