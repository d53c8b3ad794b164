// The certificates that a topology names, as settings for drivers/tls: one context a side, in the order of the TLS profiles.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "drivers/tls/context.hpp"
#include "edge/topology/topology.hpp"
#include "sansio/result.hpp"

namespace edge {

/// What a file holds, or why it cannot be read.
using ReadFile = std::function<sansio::Result<std::string, std::string>(std::string const& name)>;

/// Which certificate usage cannot be had and why.
struct CertificateFault {
    std::string usage;  // AccessEdgeExternal, Internal
    std::string text;
};

/// Index 0: outside, 1: inside. Each file is read once more at each call: that is how a renewed certificate is found.
sansio::Result<std::vector<tls::Settings>, CertificateFault> tls_settings(topology::Topology const& topology,
                                                                          ReadFile const& read_file);

using Contexts = std::vector<std::shared_ptr<tls::Context const>>;

/// The same, checked by OpenSSL: a key fits its certificate. Without all of them an edge does not start (facts/lync.md §1 stage 3).
sansio::Result<Contexts, CertificateFault> tls_contexts(
    topology::Topology const& topology, ReadFile const& read_file,
    std::function<void(std::string_view)> const& key_log = {});

}  // namespace edge
