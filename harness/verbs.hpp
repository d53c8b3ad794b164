// What the command line can ask for, each verb with its options. main.cpp fills them in; each answers an exit code.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "harness/shard.hpp"

namespace harness {

/// product.md §1; never a count.
enum ExitCode : int {
    exit_passed = 0,
    exit_failed = 1,
    exit_usage = 2,
    exit_unreachable = 3,
    exit_inconclusive = 4,
    exit_our_fault = 8,
    exit_signal = 128,  // and the signal's number
};

/// Where this installation's files are.
struct Installation {
    std::string program_folder;    // fedproof-edge lies there too
    std::string scenarios_folder;  // empty: not found
    bool is_named = false;         // by --scenarios; otherwise the same command finds it again

    std::string edge_program() const { return program_folder + "/fedproof-edge"; }
};
/// `program`: path of the running executable. `wanted`: the folder of --scenarios, or empty.
Installation find_installation(std::string const& program, std::string const& wanted);

struct RunOptions {
    std::vector<std::string> selectors;
    std::string mode = "virtual";
    std::uint64_t seed = 1;
    unsigned jobs = 0;  // 0: as many as the machine has processors
    std::string out = "out";
    std::vector<std::string> reports{"junit", "json", "pcapng"};
    bool fail_fast = false;
    unsigned repeat = 1;
    std::string date;            // empty: 2013-06-01, and today against a target
    std::string target;          // --on target: path of the target file
    unsigned min_supported = 1;  // --on target: fewer scenarios that say something are inconclusive
    std::string color = "auto";
    bool quiet = false;
    bool verbose = false;
    bool no_color = false;  // NO_COLOR is set
    bool in_ci = false;     // CI is set
    std::string shard;      // "2/3"
    ShardEnvironment shard_environment;
    std::string known_failures;  // a file
    std::optional<std::string> source_date_epoch;
};
int run(RunOptions const& options, Installation const& installation);

struct ListOptions {
    std::vector<std::string> selectors;  // "requirements" in front: of those
    std::string format = "table";
    std::string shard;
    ShardEnvironment shard_environment;
};
int list(ListOptions const& options, Installation const& installation);

struct LintOptions {
    std::vector<std::string> files;
    std::string format = "text";  // or json: an array of verdicts
};
int lint(LintOptions const& options, Installation const& installation);

struct CheckOptions {
    std::string domain;
    std::string as;    // user@domain of ours
    std::string user;  // user@domain of the partner
    std::optional<std::string> message;
    std::string certificate;  // ours, PEM, leaf first; empty: we have none
    std::string key;
    std::string authorities;  // empty: those of the system
    std::string resolver;     // ADDRESS:PORT; empty: those of the system
    std::string proxy;        // FQDN[:PORT]; empty: found by SRV
    std::string timeout = "5s";
    std::string date;             // empty: today
    std::string format = "text";  // or json
    bool verbose = false;         // the bytes on stderr
};
int check_partner(CheckOptions const& options);

struct ExplainOptions {
    std::string id;
    std::string format = "text";  // or json
    bool bytes = false;           // of a scenario: what will be sent
};
int explain(ExplainOptions const& options, Installation const& installation);

int doctor(Installation const& installation);

}  // namespace harness
