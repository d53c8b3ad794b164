// Answers of our own, built from the request's view (RFC 3261 §8.2.6): Vias, From, To, Call-ID and CSeq are taken over.
#pragma once
#include <string_view>

#include "edge/sip/message_view.hpp"
#include "sansio/byte_buffer.hpp"

namespace sip {

/// "Server Time-out"; "Unknown" for a code of no standard.
std::string_view reason_phrase(int status);

struct ResponseParts {
    std::string_view reason = {};  // empty: reason_phrase(status)
    std::string_view to_tag = {};  // added when To has none and the status is not 100 (RFC 3261 §8.2.6.2)
    std::string_view top_via_parameters = {};  // received_parameters(); added to the top Via
    std::string_view headers = {};             // whole lines, each with CR LF: "Unsupported: foo\r\n"
    std::string_view content_type = {};
    std::string_view body = {};
};

/// Appends a response to `out`. Serves also for the view of a malformed request: the answer is well formed all the
/// same. An address that is none is quoted, what is missing is "invalid", of a malformed Via host and branch are kept.
void respond(MessageView const& request, int status, ResponseParts const& parts, sansio::ByteBuffer& out);

/// True if a response may be sent and can find its way: a request other than ACK, with a Via.
bool can_be_answered(MessageView const& request);

}  // namespace sip
