// Why a proxy refuses a request, as the answer that it gets.
#pragma once
#include <string>

#include "edge/sip/message_view.hpp"
#include "edge/sip/rules.hpp"

namespace sip::proxy {

struct Rejection {
    SyntaxFault fault;         // describe(fault.rule) has status, clause and text
    std::string headers = {};  // whole lines that the answer must carry: "Unsupported: foo\r\n"
    int status() const { return describe(fault.rule).status; }
};

}  // namespace sip::proxy
