// `fedproof peer KIND`: one simulated partner as a server over real sockets.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "sansio/address.hpp"
#include "sansio/time.hpp"

namespace simulators {

struct PeerOptions {
    std::string kind = "lync2013";
    std::string domain = "fabrikam.com";
    std::string host_name = "sip.fabrikam.com";
    std::vector<std::string> users;  // "bob" or "bob@fabrikam.com"
    sansio::Endpoint listen;
    std::string certificate_file;  // PEM, leaf first
    std::string key_file;
    std::string authorities_file;
    std::optional<sansio::Endpoint> resolver;  // finds the other side by SRV, or …
    std::optional<sansio::Endpoint> next_hop;  // … everything goes here
    std::string next_hop_name;                 // that must stand in the next hop's certificate; empty: any
    std::optional<sansio::WallTime> date;      // the calendar at the start; absent: the machine's
};

/// What may stand on stdin, for the help.
inline constexpr auto peer_commands =
    "Commands, a line each on stdin; the first user speaks:\n"
    "  im ADDRESS TEXT    opens a session if there is none, and says it there\n"
    "  page ADDRESS TEXT  says it without a session\n"
    "  bye ADDRESS        ends the session\n"
    "  options ADDRESS    asks whether he is there\n"
    "  quit               ends the peer\n"
    "Each message that comes and each answer is a line on stdout.\n";

/// Runs until SIGINT or SIGTERM, or a `quit` line. 0 after a clean stop, 2 for options that cannot work (said on stderr).
int run_peer(PeerOptions const& options);

}  // namespace simulators
