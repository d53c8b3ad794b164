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
    malformed,  // dropped
    hop_only,   // 100 goes no further (RFC 3261 §16.7 step 5)
};

/// `sent_by`: ours, as forward() wrote it.
ResponseVerdict judge_response(MessageView const& response, std::string_view sent_by);

/// For a response judged `pass`: takes our Via off, strips, and adds `added_headers` (whole lines; may be empty).
void pass_response(MessageView const& response, Direction direction, std::string_view added_headers,
                   Rewrite& rewrite);

}  // namespace sip::proxy
