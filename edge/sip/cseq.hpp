// CSeq (RFC 3261 §20.16): a number, below 2**31 (§8.1.1.5), and a method.
#pragma once
#include <cstdint>
#include <string_view>

#include "edge/sip/message_view.hpp"

namespace sip {

struct Cseq {
    std::uint32_t number = 0;
    std::string_view method_text;
    Method method = Method::unknown;

    static Result<Cseq, SyntaxFault> parse(std::string_view text);
};

/// CSeq of a message; header_missing if there is none.
Result<Cseq, SyntaxFault> cseq_of(MessageView const& view);

}  // namespace sip
