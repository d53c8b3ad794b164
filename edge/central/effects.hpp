// What each cmdlet does to the topology. Every effect either does all of it or changes nothing.
#pragma once
#include "edge/central/cmdlet.hpp"

namespace central {

sansio::Result<Records, Fault> get_access_edge_configuration(Command const& command,
                                                             topology::Topology& topology);
sansio::Result<Records, Fault> set_access_edge_configuration(Command const& command,
                                                             topology::Topology& topology);

sansio::Result<Records, Fault> new_allowed_domain(Command const& command, topology::Topology& topology);
sansio::Result<Records, Fault> set_allowed_domain(Command const& command, topology::Topology& topology);
sansio::Result<Records, Fault> get_allowed_domain(Command const& command, topology::Topology& topology);
sansio::Result<Records, Fault> remove_allowed_domain(Command const& command, topology::Topology& topology);

sansio::Result<Records, Fault> new_blocked_domain(Command const& command, topology::Topology& topology);
sansio::Result<Records, Fault> set_blocked_domain(Command const& command, topology::Topology& topology);
sansio::Result<Records, Fault> get_blocked_domain(Command const& command, topology::Topology& topology);
sansio::Result<Records, Fault> remove_blocked_domain(Command const& command, topology::Topology& topology);

/// What Lync has no cmdlet for: the keys of the route signature and the border's own settings (edge/topology/topology.hpp).
sansio::Result<Records, Fault> set_fedproof_edge(Command const& command, topology::Topology& topology);

}  // namespace central
