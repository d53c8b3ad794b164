// Request validation (RFC 3261 §16.3): what a proxy checks before it forwards anything.
#pragma once
#include <optional>
#include <span>
#include <string_view>

#include "edge/sip/proxy/rejection.hpp"

namespace sip::proxy {

/// Nothing: the request may be forwarded. An OPTIONS refused by Rule::too_many_hops may be answered as by its final
/// recipient instead (RFC 3261 §16.3 step 3, §11).
/// `extensions`: option tags that may stand in Proxy-Require.
std::optional<Rejection> validate(MessageView const& request,
                                  std::span<std::string_view const> extensions = {});

/// A response is passed on only with well-formed top Via, CSeq, From, To, Call-ID and Contact; otherwise it is dropped
/// (RFC 4475 §3.1.2.5 drops one for its CSeq).
std::optional<SyntaxFault> validate_response(MessageView const& response);

}  // namespace sip::proxy
