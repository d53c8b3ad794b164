// Max-Breadth (RFC 5393 §5.3): how many branches a request may still have at one time. This proxy never has more than one.
#pragma once
#include "edge/sip/message_view.hpp"
#include "edge/sip/rewrite.hpp"

namespace sip::proxy {

/// What is wrong with it; nothing without one.
std::optional<SyntaxFault> check_max_breadth(MessageView const& request);
/// 60 where there is none or more than that. A CANCEL goes as it came (§5.4.1). The request has passed the check.
void edit_max_breadth(MessageView const& request, Rewrite& rewrite);

}  // namespace sip::proxy
