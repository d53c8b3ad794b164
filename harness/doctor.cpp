// `fedproof doctor`: what this machine lacks for each mode, and how to get it.
#include <cstdio>
#include <string_view>
#include <unistd.h>

#include "harness/runner/network_plan.hpp"
#include "harness/verbs.hpp"

namespace harness {
namespace {

void say(bool good, std::string const& what, std::string const& advice) {
    std::printf("  %s  %s%s%s\n", good ? "ok     " : "missing", what.c_str(), good ? "" : ": ",
                good ? "" : advice.c_str());
}

/// The usual folders of Debian; PATH is the caller's business.
bool is_installed(std::string const& program) {
    for (auto const* folder : {"/usr/bin/", "/usr/sbin/", "/usr/local/bin/", "/usr/local/sbin/"})
        if (::access((folder + program).c_str(), X_OK) == 0) return true;
    return false;
}

bool check_scenarios(Installation const& installation) {
    bool const found =
        !installation.scenarios_folder.empty() && ::access(installation.scenarios_folder.c_str(), R_OK) == 0;
    say(found, "scenarios", "name their folder with --scenarios DIR");
    return found;
}

bool check_loopback(Installation const& installation) {
    std::string const program = installation.edge_program();
    bool const has_edge = ::access(program.c_str(), X_OK) == 0;
    say(has_edge, "fedproof-edge", "it must lie at " + program + "; build it with ./dev build");
    bool const has_network = runner::NetworkLease::take().has_value();
    say(has_network, "addresses of 127.64.0.0/10, port 5061",
        "none can be listened at; on Linux all of 127.0.0.0/8 belongs to the interface lo: ip link set lo "
        "up");
    return has_edge && has_network;
}

void check_strangers() {
    struct Stranger {
        char const* program;
        char const* package;
    };
    constexpr Stranger strangers[] = {
        {"sipp", "sip-tester"}, {"kamailio", "kamailio kamailio-tls-modules"}, {"stunnel", "stunnel4"}};
    for (auto const& [program, package] : strangers)
        say(is_installed(program), program, std::string("apt-get install ") + package);
}

}  // namespace

int doctor(Installation const& installation) {
    std::printf("virtual mode\n");
    bool const virtual_works = check_scenarios(installation);
    std::printf("loopback mode\n");
    bool const loopback_works = check_loopback(installation);
    std::printf("strangers, for benchmarks and interoperability only\n");
    check_strangers();
    return virtual_works && loopback_works ? exit_passed : exit_failed;
}

}  // namespace harness
