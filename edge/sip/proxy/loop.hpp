// Loops and spirals (RFC 5393 §4.2): the second part of each branch of ours says what decided a request's way, so that one that
// comes back unchanged is told from one that comes back on another errand.
#pragma once
#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "edge/sip/message_view.hpp"

namespace sip::proxy {

/// A hash over all that decides where a request goes, as it was received: Request-URI, Routes, URI and tag of From and To, Call-ID,
/// CSeq number, Proxy-Require and Proxy-Authorization; never its method, so that CANCEL has that of its INVITE. The same on
/// every edge of a pool, which share their sent-by.
std::uint32_t loop_part(MessageView const& request);

/// True when a Via bears one of `sent_by` and a branch of ours whose second part is `part`. What others wrote into their
/// Vias need not be well-formed.
bool has_looped(MessageView const& request, std::uint32_t part, std::span<std::string const> sent_by);

/// The branch of a request that is forwarded without a transaction, the same for each repetition and for the CANCEL of its
/// INVITE (RFC 3261 §16.11). It ends in the second part as Layer's branches do.
std::string stateless_branch(MessageView const& request, std::uint32_t part);

/// As it stands at the end of a branch.
std::array<char, 8> loop_part_text(std::uint32_t part);

}  // namespace sip::proxy
