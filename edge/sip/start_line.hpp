// The start line of a message (RFC 3261 §7.1, §7.2).
#pragma once
#include <string_view>

#include "edge/sip/method.hpp"
#include "edge/sip/rules.hpp"

namespace sip {

struct StartLine {
    std::string_view method;       // empty: a response
    std::string_view request_uri;  // as written; its own syntax is Uri::parse's
    int status = 0;                // 0: a request
    std::string_view reason;       // of a response; may be empty

    /// `line` without its CR LF. Exactly one SP between the parts; only SIP/2.0, in any case, is a version.
    static Result<StartLine, SyntaxFault> parse(std::string_view line);
};

}  // namespace sip
