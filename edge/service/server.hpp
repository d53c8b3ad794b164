// The edge as a server process: a topology file, a shell of real sockets, signals, the test-control socket.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sansio/address.hpp"
#include "sansio/time.hpp"

namespace edge {

struct ServerOptions {
    std::string topology_file;
    std::vector<sansio::Endpoint> resolvers;  // in the order to be asked; empty: those of /etc/resolv.conf
    std::optional<sansio::WallTime> date;     // the calendar at the start; nothing: the system's
    std::string test_control;                 // path of the control socket; empty: none
    std::string log_format;                   // "text", "json"; empty: what the topology says
    std::string key_log_file;                 // TLS secrets are appended there; empty: nowhere
    std::optional<std::uint64_t> seed;        // nothing: from the system
    sansio::Duration drain_limit = std::chrono::seconds{10};
};

/// Runs until SIGTERM or SIGINT and an orderly end. The exit code: 0 after an orderly end, 1 when it could not listen or
/// did not drain within the limit, 2 for a topology or certificate that cannot be used. What is wrong stands on stderr.
int serve(ServerOptions const& options);

}  // namespace edge
