// Why a proxy refuses a request, as the answer that it gets.
#pragma once
#include <string>

#include "edge/sip/message_view.hpp"
#include "edge/sip/rules.hpp"

namespace sip::proxy {

struct Rejection {
    SyntaxFault fault;             // describe(fault.rule) has status, clause and text
    std::string headers = {};      // whole lines that the answer must carry: "Unsupported: foo\r\n"
    std::uint32_t diagnostic = 0;  // of MS-OCER, for the inside and for logs; 0: none
    int status() const { return describe(fault.rule).status; }
};

}  // namespace sip::proxy
