#include "edge/sip/proxy/responses.hpp"

#include <algorithm>
#include <array>

#include "edge/sip/proxy/edits.hpp"
#include "edge/sip/proxy/validate.hpp"
#include "edge/sip/respond.hpp"
#include "edge/sip/text.hpp"
#include "edge/sip/via.hpp"
#include "sansio/address.hpp"

namespace sip::proxy {

namespace {

constexpr std::string_view version = "SIP/2.0 ";
constexpr std::size_t status_size = 3;
constexpr std::string_view line_end = "\r\n";

bool is_broadcast_or_multicast(sansio::IpAddress const& address) {
    constexpr std::array<std::uint8_t, 12> mapped_v4{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
    auto const* bytes = address.bytes.data();
    if (address.family == sansio::IpAddress::Family::v6) {
        if (bytes[0] == 0xff) return true;
        if (!std::equal(mapped_v4.begin(), mapped_v4.end(), bytes)) return false;
        bytes += mapped_v4.size();
    }
    bool const everybody = std::all_of(bytes, bytes + 4, [](std::uint8_t byte) { return byte == 0xff; });
    return everybody || (bytes[0] & 0xf0) == 0xe0;
}

/// A host to which an answer must not go: whoever wrote it wants others to be flooded (RFC 4475 §3.3.10).
bool is_many_hosts(std::string_view host) {
    // Most hosts are names, and a look at one letter is all that they cost.
    if (host.empty() || (host.front() != '2' && host.front() != '[')) return false;
    if (host.front() == '[') host = host.substr(1, host.size() - 2);
    auto const address = sansio::IpAddress::parse(host);
    return address && is_broadcast_or_multicast(*address);
}

/// Receivers take a version in any case, and no SP in front of an empty reason; senders do not (RFC 3261 §7.1, §25.1).
void edit_status_line(MessageView const& response, Rewrite& rewrite) {
    if (!response.wire().starts_with(version)) rewrite.replace(0, version.size(), {version});
    auto const end = response.headers_offset() - line_end.size();
    if (auto const status = forwarded_status(response.status()); status != response.status())
        rewrite.replace(version.size(), end - version.size(),
                        {DecimalText(static_cast<std::uint64_t>(status)).view(), " ", reason_phrase(status)});
    else if (end == version.size() + status_size)
        rewrite.insert(end, {" "});
}

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
    auto const via = Via::parse(next->text);
    return via && !is_many_hosts(via->host) ? ResponseVerdict::pass : ResponseVerdict::malformed;
}

int forwarded_status(int status) {
    return status == 503 ? 500 : status;
}

void pass_response(MessageView const& response, Direction direction, std::string_view added_headers,
                   Rewrite& rewrite, BorderSettings const& settings) {
    edit_status_line(response, rewrite);
    remove_elements(response, ListHeader::via, 1, rewrite);
    edit_at_border(response, direction, settings, rewrite);
    if (!added_headers.empty()) rewrite.insert(response.head().size() - 2, {added_headers});
}

}  // namespace sip::proxy
