// May this request pass, and whose is it? What edge/policy wants to know, taken from the message. Glue without rules of its own.
#pragma once
#include "edge/policy/access_edge.hpp"
#include "edge/service/links.hpp"
#include "edge/sip/proxy/route.hpp"

namespace edge {

/// `service`: what is known of the SRV record that an earlier verdict (policy::Ask) asked for; nullptr: nothing yet.
policy::Verdict admit(topology::Topology const& topology, Link const& from, sip::MessageView const& request,
                      sip::proxy::RouteFinding const& route, dns::Service const* service);

}  // namespace edge
