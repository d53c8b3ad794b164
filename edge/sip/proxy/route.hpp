// Route preprocessing and postprocessing (RFC 3261 §16.4, §16.6 step 6): who is addressed, what goes from the route set, and
// what is written for a strict router (one that knows RFC 2543 only), before us or behind us.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "edge/sip/proxy/own_names.hpp"
#include "edge/sip/proxy/rejection.hpp"
#include "edge/sip/proxy/route_signature.hpp"
#include "edge/sip/rewrite.hpp"

namespace sip::proxy {

/// What find_route() makes of a request. Its views are of the request's bytes.
struct RouteFinding {
    std::size_t removed = 0;    // how many Routes on top were ours; more than one with RFC 5658
    std::string_view own = {};  // the last of them, as written
    /// The next Route's element: the request goes there, not to its Request-URI.
    std::optional<std::string_view> next = {};
    /// Routes from `next` on, all of them well-formed SIP URIs; counted for RouteTrust::outside.
    std::size_t remaining = 0;
    /// Host of the target: that of the Request-URI after preprocessing, or its maddr (RFC 3261 §16.5).
    std::string_view target_host = {};
    std::string_view uri_host = {};    // the same, whatever its maddr is
    bool request_uri_is_ours = false;  // and without `next`: it is addressed to this element itself
    bool verified = false;             // it brought back what we gave to its dialog
    bool sips = false;                 // it goes on with a SIPS URI in its Request-URI or its topmost Route
    bool routes_rewritten = false;     // `routes` holds what is left of them
    std::string request_uri = {};      // to be written; empty: the Request-URI stays byte for byte
    std::string routes = {};           // whole lines
};

/// What a Route of ours must bear. From outside: our signature, always when To has a tag. A request that begins a dialog may
/// have been given a Route by configuration, as the inside's are (header parameter ms-edge-route), and leads nowhere by it.
enum class RouteTrust : std::uint8_t { outside, inside };

/// Looks only. A malformed Route or Request-URI is a Rejection, and so is a Route of ours that is not as we wrote it.
Result<RouteFinding, Rejection> find_route(MessageView const& request, OwnNames const& own,
                                           RouteSignature const& signature = {},
                                           RouteTrust trust = RouteTrust::outside);

/// The Request-URI as it is sent.
std::string_view sent_request_uri(MessageView const& request, RouteFinding const& finding);
/// Request-URI and Routes as they are sent.
void edit_route(MessageView const& request, RouteFinding const& finding, Rewrite& rewrite);
/// The Routes that stay, as whole lines, appended to `lines`: what ACK and CANCEL repeat (transaction::SentRequest).
void copy_remaining_routes(MessageView const& request, RouteFinding const& finding, std::string& lines);

}  // namespace sip::proxy
