// Response processing (RFC 3261 §16.7): our Via goes, the border's rules apply, the rest is passed as it came.
#pragma once
#include <string_view>

#include "edge/sip/proxy/border.hpp"
#include "edge/sip/rewrite.hpp"

namespace sip::proxy {

enum class ResponseVerdict : std::uint8_t {
    pass,
    not_ours,   // the top Via is not ours: dropped (RFC 3261 §18.1.2)
    for_us,     // ours is the only Via: the answer to a request of our own (RFC 3261 §16.7 step 3)
    malformed,  // dropped; also one whose next Via names a broadcast or multicast address (RFC 4475 §3.3.10)
    hop_only,   // 100 goes no further (RFC 3261 §16.7 step 5)
};

/// `sent_by`: ours, as forward() wrote it.
ResponseVerdict judge_response(MessageView const& response, std::string_view sent_by);

/// The status that goes upstream: a 503 says that a whole server can serve nobody, which one destination of ours cannot know
/// of this element, so it becomes 500 (RFC 3261 §16.7 step 6).
int forwarded_status(int status);

/// For a response judged `pass`: takes our Via off, sets forwarded_status(), does the border's edits, and adds
/// `added_headers` (whole lines; may be empty). Retry-After stays: a 500 may bear it (RFC 3261 §21.5.1).
void pass_response(MessageView const& response, Direction direction, std::string_view added_headers,
                   Rewrite& rewrite, BorderSettings const& settings = {});

}  // namespace sip::proxy
