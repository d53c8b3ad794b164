// What a transaction keeps of its request, and the requests that are made of it: ACK and CANCEL.
#pragma once
#include <string>
#include <string_view>

#include "edge/sip/message_view.hpp"
#include "sansio/byte_buffer.hpp"

namespace sip::transaction {

/// Start line, Vias (with `top_via_parameters` in the first), From, To, Call-ID, CSeq and an empty line: a small request
/// that MessageView reads again.
void keep_request(MessageView const& request, std::string_view top_via_parameters, std::string& kept);

/// The client side as it was sent: what CANCEL and ACK repeat (RFC 3261 §9.1, §17.1.1.3). Wanted for INVITE only.
struct SentRequest {
    std::string_view request_uri = {};
    std::string_view via = {};     // the value of our Via
    std::string_view routes = {};  // whole Route lines with CR LF, or empty
};

/// CANCEL, or an ACK with `to` of the response. Appended to `out`.
void write_follow_up(Method method, std::string_view kept, SentRequest const& sent, std::string_view to,
                     sansio::ByteBuffer& out);

}  // namespace sip::transaction
