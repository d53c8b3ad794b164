#include "harness/tidy/arrows.hpp"

#include <algorithm>
#include <array>

namespace tidy {
namespace {

bool covers(std::string_view target, std::string_view folder) {
    return target.ends_with('/') ? folder.starts_with(target) || folder == target.substr(0, target.size() - 1)
                                 : folder == target;
}

template <class Targets>
bool any_covers(Targets const& targets, std::string_view folder) {
    return std::ranges::any_of(targets, [&](std::string_view target) { return covers(target, folder); });
}

std::string_view folder_part(std::string_view path) {
    auto const slash = path.rfind('/');
    return slash == std::string_view::npos ? std::string_view{} : path.substr(0, slash);
}

constexpr std::string_view testing = "/testing";

std::string_view without_testing(std::string_view folder) {
    return folder.ends_with(testing) ? folder.substr(0, folder.size() - testing.size()) : folder;
}

/// What lies in a folder called testing is for tests and benchmarks alone.
bool allowed(SourceFile const& file, Arrow const& row, std::string_view target) {
    bool const is_test = file.is_beside() || file.folder().ends_with(testing);
    if (target.ends_with(testing) && !is_test) return false;
    auto const place = without_testing(target);
    return place == row.folder || any_covers(row.targets, place) ||
           (is_test && any_covers(row.for_tests, place));
}

Finding at(SourceFile const& file, Include const& include, std::string text) {
    return {file.path, include.line, std::move(text)};
}

}  // namespace

std::span<Arrow const> arrows() {
    static std::vector<Arrow> const table{
        // what everything stands on
        {"sansio", {}},
        {"drivers", {"drivers/tls", "sansio"}},
        {"drivers/tls", {"sansio"}},
        {"drivers/asio", {"drivers", "drivers/tls", "sansio"}},
        {"drivers/asio/testing", {"drivers/asio", "drivers", "drivers/tls", "sansio"}},
        {"drivers/virtual", {"drivers", "drivers/tls", "sansio"}},

        // the judged
        {"edge/dns", {"sansio"}},
        {"edge/certificates", {"sansio"}},
        {"edge/topology", {"sansio"}},
        {"edge/sip/corpus", {}},
        {"edge/sip", {"edge/sip/corpus", "sansio"}},
        {"edge/sip/transaction", {"edge/sip", "sansio"}},
        {"edge/sip/dialog", {"edge/sip", "sansio"}},
        {"edge/policy", {"edge/topology", "edge/dns", "edge/certificates", "sansio"}},
        {"edge/sip/proxy",
         {"edge/sip/transaction", "edge/sip", "edge/policy", "edge/topology", "edge/dns", "edge/certificates",
          "sansio"}},
        {"edge/central", {"edge/policy", "edge/topology", "edge/dns", "edge/certificates", "sansio"}},
        {"edge/service", {"edge/", "drivers/", "sansio"}},
        {"edge", {"edge/sip/proxy", "edge/sip", "edge/policy", "sansio"}},

        // the judges: never the edge's code, nor the edge theirs
        {"simulators/wire", {"sansio"}},
        {"simulators/internet", {"drivers/tls", "sansio"}},
        {"simulators/kit", {"simulators/internet", "simulators/wire", "sansio"}},
        {"simulators/sip_peer", {"simulators/kit", "simulators/wire", "sansio"}},
        {"simulators/home_server",
         {"simulators/sip_peer", "simulators/kit", "simulators/wire", "sansio"},
         {"simulators/internet", "drivers/"}},
        {"simulators", {"simulators/", "drivers/", "sansio"}},

        // who holds them together; edge/topology and edge/central are how it deploys our own edge and lints its files
        {"reports", {"sansio"}},
        {"harness/tidy", {}},
        {"harness/script", {"sansio"}},
        // the state that a stranger's edge is told is the topology that our own would be started with
        {"harness/targets", {"harness/script", "edge/topology", "sansio"}},
        {"targets/kamailio", {}},
        {"harness/agreement",
         {},
         {"edge/sip", "edge/sip/proxy", "edge/sip/corpus", "simulators/wire", "sansio"}},
        {"harness/fuzz",
         {"edge/service", "edge/topology", "simulators/internet", "simulators/wire", "sansio"}},
        {"harness/check",
         {"simulators/wire", "simulators/internet", "reports", "sansio"},
         {"simulators/sip_peer", "simulators/kit", "drivers/"}},
        {"harness/runner",
         {"harness/script", "harness/targets", "reports", "simulators/", "drivers/", "edge/service",
          "edge/topology", "edge/central", "sansio"}},
        {"harness/explain",
         {"harness/runner", "harness/script", "edge", "simulators/kit", "reports", "sansio"}},
        {"harness",
         {"harness/", "reports", "simulators/", "drivers/", "edge", "edge/service", "edge/topology",
          "edge/central", "sansio"}},
    };
    return table;
}

std::span<Confinement const> confinements() {
    static std::vector<Confinement> const table{
        {"boost/asio", {"drivers/asio", "drivers/http"}, "sockets are a driver's business"},
        {"boost/beast", {"drivers/http"}, "sockets are a driver's business"},
        {"openssl/", {"drivers/tls"}, "TLS is a driver's business"},
        {"sqlite3.h", {"drivers/store"}, "files are a driver's business"},
        {"ldns/", {"edge/dns", "simulators/internet"}, "it redefines bool: one file of each side"},
        {"osip", {"simulators/wire", "harness/agreement"}, "the judges' reader, never the edge's"},
        {"expat", {"simulators/wire"}, "the judges' reader, never the edge's"},
    };
    return table;
}

std::vector<Finding> forbidden_includes(SourceFile const& file) {
    std::vector<Finding> found;
    auto const folder = file.folder();
    auto const row = std::ranges::find(arrows(), without_testing(folder), &Arrow::folder);
    if (row == arrows().end())
        return {{file.path, 1, "folder '" + folder + "' has no row in harness/tidy/arrows.cpp"}};
    for (auto const& include : includes_of(file.text)) {
        if (include.in_quotes) {
            auto const target = folder_part(include.path);
            if (!allowed(file, *row, target))
                found.push_back(at(file, include, "no arrow " + folder + " -> " + std::string(target)));
            continue;
        }
        for (auto const& rule : confinements())
            if (include.path.starts_with(rule.prefix) && !any_covers(rule.folders, folder))
                found.push_back(at(file, include, "<" + include.path + ">: " + std::string(rule.reason)));
        if (include.path.starts_with("CLI/") && !file.is_main())
            found.push_back(at(file, include, "<" + include.path + ">: the command line ends in main.cpp"));
    }
    return found;
}

}  // namespace tidy
