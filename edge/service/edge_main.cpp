// fedproof-edge: the reference edge as a program. Options only; the work is in server.cpp.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <limits>

#include <CLI/CLI.hpp>

#include "edge/service/server.hpp"
#include "sansio/wall_time.hpp"
#include "sansio/whole_number.hpp"

namespace {

constexpr auto footer =
    "Examples:\n"
    "  fedproof-edge --topology edge.xml\n"
    "  fedproof-edge --topology edge.xml --resolver 127.0.0.2:10053 --log json\n"
    "\n"
    "SIGHUP reads the topology and its certificates again, SIGTERM lets running requests end.\n"
    "Exit codes: 0 orderly end, 1 could not listen or not drained in time, 2 unusable options, topology or "
    "certificate, 8 a bug of its own.";

std::string seed_fault(std::string const& text) {
    return sansio::whole_number_fault(text, 0, std::numeric_limits<std::uint64_t>::max());
}

int run(int argc, char** argv) {
    edge::ServerOptions options;
    std::vector<std::string> resolvers;
    std::string date;
    CLI::App app(
        "The reference edge: an Access Edge that relays SIP between the inside and federated partners.",
        "fedproof-edge");
    app.footer(footer);
    app.add_option("--topology", options.topology_file, "the topology document this edge acts on")
        ->required()
        ->type_name("FILE");
    app.add_option("--resolver", resolvers,
                   "a DNS server to ask, up to three in order; default: /etc/resolv.conf")
        ->type_name("HOST:PORT");
    app.add_option("--date", date, "the calendar at the start, as 2013-06-01 or 2013-06-01T12:00:00Z")
        ->type_name("DATE");
    app.add_option("--log", options.log_format, "the log's form; default: what the topology says")
        ->check(CLI::IsMember({"text", "json"}))
        ->type_name("text|json");
    app.add_option("--seed", options.seed, "the seed of branches and tags; default: from the system")
        ->check(CLI::Validator(seed_fault, ""))
        ->type_name("N");
    app.add_option("--test-control", options.test_control,
                   "a Unix socket for tests: idle, held, wall DATE, drain")
        ->type_name("PATH");
    app.add_option("--key-log", options.key_log_file, "append TLS secrets there; default: SSLKEYLOGFILE")
        ->type_name("FILE");
    try {
        app.parse(argc, argv);
        for (auto const& resolver : resolvers) {
            auto const endpoint = sansio::Endpoint::parse(resolver);
            if (!endpoint) throw CLI::ValidationError("--resolver", "'" + resolver + "' is not ADDRESS:PORT");
            options.resolvers.push_back(*endpoint);
        }
        if (!date.empty() && !(options.date = sansio::parse_wall_time(date)))
            throw CLI::ValidationError("--date",
                                       "'" + date + "' is not a date as 2013-06-01 or 2013-06-01T12:00:00Z");
    } catch (CLI::ParseError const& error) {
        // CLI11 has codes of its own for every mistake; here they are all "usage".
        return app.exit(error) == 0 ? 0 : 2;
    }
    if (options.key_log_file.empty())
        if (char const* const file = std::getenv("SSLKEYLOGFILE")) options.key_log_file = file;
    return edge::serve(options);
}

}  // namespace

int main(int argc, char** argv) {
    try {
        return run(argc, argv);
    } catch (std::exception const& error) {
        std::fprintf(stderr, "fedproof-edge: this is a bug of its own: %s\n", error.what());
        return 8;
    }
}
