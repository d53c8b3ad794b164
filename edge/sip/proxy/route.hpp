// Route preprocessing (RFC 3261 §16.4): the Routes that name us are taken off the top.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "edge/sip/proxy/own_names.hpp"
#include "edge/sip/proxy/rejection.hpp"
#include "edge/sip/rewrite.hpp"

namespace sip::proxy {

struct RouteFinding {
    std::size_t removed = 0;    // how many Routes on top were ours; more than one with RFC 5658
    std::string_view own = {};  // the last of them, as written: its parameters may say where it came from
    std::optional<std::string_view> next =
        {};  // the next Route's element: the request goes there, not to its Request-URI
    bool request_uri_is_ours = false;  // and without `next`: it is addressed to this element itself
};

/// Looks only. A malformed Route or Request-URI is a Rejection.
Result<RouteFinding, Rejection> find_route(MessageView const& request, OwnNames const& own);
/// Takes the first `finding.removed` Routes off.
void remove_routes(MessageView const& request, RouteFinding const& finding, Rewrite& rewrite);
/// The Routes that stay, as whole lines, appended to `lines`: what ACK and CANCEL repeat (transaction::SentRequest).
void copy_remaining_routes(MessageView const& request, RouteFinding const& finding, std::string& lines);

}  // namespace sip::proxy
