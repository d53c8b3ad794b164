// Request validation (RFC 3261 §16.3): what a proxy checks before it forwards anything.
#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "edge/sip/proxy/rejection.hpp"

namespace sip::proxy {

/// What the checks must know of this element.
struct ValidationRules {
    std::span<std::string_view const> extensions = {};  // option tags that may stand in Proxy-Require
    std::span<std::string const> sent_by = {};          // what its Vias say; empty: loops are not looked for
};

/// RFC 3261 §16.3 step 3: with no hop left, a request of this method is still not refused at once. An OPTIONS may ask this
/// element itself, the transaction of a CANCEL, and of an ACK of a refusal, may be here.
bool may_end_here(Method method);

/// Nothing: the request may be forwarded. The checks stand in the order of RFC 3261 §16.3. What may_end_here() and is refused
/// by Rule::too_many_hops has no other flaw.
std::optional<Rejection> validate(MessageView const& request, ValidationRules const& rules = {});

/// For a request that this element answers itself: as a UAS it knows no extension, so Require names none (RFC 3261 §8.2.2.3).
std::optional<Rejection> validate_as_recipient(MessageView const& request);

/// A response is passed on only with well-formed top Via, CSeq, From, To, Call-ID and Contact; otherwise it is dropped
/// (RFC 4475 §3.1.2.5 drops one for its CSeq).
std::optional<SyntaxFault> validate_response(MessageView const& response);

}  // namespace sip::proxy
