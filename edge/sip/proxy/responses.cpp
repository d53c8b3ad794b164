#include "edge/sip/proxy/responses.hpp"

#include "edge/sip/proxy/edits.hpp"
#include "edge/sip/proxy/validate.hpp"
#include "edge/sip/respond.hpp"
#include "edge/sip/text.hpp"
#include "edge/sip/via.hpp"

namespace sip::proxy {

namespace {

constexpr std::string_view version = "SIP/2.0 ";
constexpr std::string_view line_end = "\r\n";

}  // namespace

ResponseVerdict judge_response(MessageView const& response, std::string_view sent_by) {
    if (validate_response(response)) return ResponseVerdict::malformed;
    auto const own = top_via(response);
    if (!own || !equal_ignoring_case(own->sent_by, sent_by)) return ResponseVerdict::not_ours;
    if (response.status() == 100) return ResponseVerdict::hop_only;
    auto vias = response.elements(ListHeader::via);
    vias.next();
    auto const next = vias.next();
    if (!next) return ResponseVerdict::for_us;
    return Via::parse(next->text) ? ResponseVerdict::pass : ResponseVerdict::malformed;
}

int forwarded_status(int status) {
    return status == 503 ? 500 : status;
}

void pass_response(MessageView const& response, Direction direction, std::string_view added_headers,
                   Rewrite& rewrite, BorderSettings const& settings) {
    if (auto const status = forwarded_status(response.status()); status != response.status())
        rewrite.replace(version.size(), response.headers_offset() - version.size() - line_end.size(),
                        {DecimalText(static_cast<std::uint64_t>(status)).view(), " ", reason_phrase(status)});
    remove_elements(response, ListHeader::via, 1, rewrite);
    edit_at_border(response, direction, settings, rewrite);
    if (!added_headers.empty()) rewrite.insert(response.head().size() - 2, {added_headers});
}

}  // namespace sip::proxy
