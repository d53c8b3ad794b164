// A scenario as plain values: what reader.hpp makes of a file and what a player executes. All names are resolved:
// whoever plays it looks nothing up. product.md §2 is the contract of the language, scenarios/scenario.xsd its grammar,
// docs/scenario-language.md its reference.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/script/cast.hpp"
#include "harness/script/changes.hpp"
#include "harness/script/steps.hpp"

namespace script {

struct Given {
    std::optional<sansio::WallTime> date;  // nothing: that of the run
    std::vector<Shell> shells;
    std::vector<DnsChange> dns;
    std::vector<CertificateChange> certificates;
    std::vector<TlsChange> tls;
    std::vector<Link> links;
    std::vector<ByHand> by_hand;
};

struct Judged {
    std::string requirement;  // "rfc3261/16.3/3"
    Place place;
};

/// Where a scenario makes sense.
struct Modes {
    bool virtual_time = true;
    bool loopback = true;
    std::string because;  // why a mode is left out; empty when none is
};

struct Scenario {
    std::string
        id;  // "sip/hello-out", the file's path below the catalogue's folder; of a row of its table with "/row" behind
    std::string table;  // the id of the file, if this is a row of its table; else empty
    std::string file;   // as it was opened
    std::string title;
    std::vector<Judged> judges;
    std::vector<std::string> tags;
    std::vector<std::string>
        needs;  // capabilities without which it says nothing about a target (harness/targets)
    Modes modes;
    bool scaled_timers = false;  // loopback divides all timers and waits by one factor
    Cast cast;
    Given given;
    std::vector<Step> story;
};

/// "expired", "wrong-name", …: as scenarios write it.
std::string_view to_text(CertificateChange::Fault fault);

std::string_view to_text(DnsFault::Kind kind);

/// The id that its file has.
inline std::string const& file_id(Scenario const& scenario) {
    return scenario.table.empty() ? scenario.id : scenario.table;
}

/// The partner with this id; nothing when there is none.
Partner const* find_partner(Scenario const& scenario, std::string_view id);

}  // namespace script
