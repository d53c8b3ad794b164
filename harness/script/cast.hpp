// Who takes part in a scenario, as plain values with all names resolved.
#pragma once
#include <string>
#include <vector>

#include "harness/script/finding.hpp"

namespace script {

struct User {
    std::string name;     // "alice": unique in the whole cast
    std::string address;  // "alice@contoso.com"
};

/// The organisation whose edge is under test; its users sit behind the home server.
struct Organisation {
    std::string id;             // "contoso"
    std::string domain;         // default: id + ".com"
    std::string external_edge;  // default: "sip." + domain
    std::string internal_edge;  // default: "edge-int." + domain
    std::string pool;           // default: "pool01." + domain
    std::vector<User> users;
    Place place;
};

enum class PartnerKind : std::uint8_t { lync2013 };

/// One machine of a simulated partner. The n-th of the file has the n-th partner address of the scenario's world.
struct Partner {
    std::string id;  // "fabrikam"
    PartnerKind kind = PartnerKind::lync2013;
    std::string domain;  // default: id + ".com"
    std::string
        server;  // default: "sip." + domain; the target of its SRV record, the name in its certificate
    std::vector<User> users;
    Place place;
    /// The partner whose domain and users it serves as well; empty: it is a partner of its own.
    std::string machine_of;
};

struct Cast {
    Organisation organisation;
    std::vector<Partner> partners;
};

/// A user of the cast, a whole party of the cast, or an address of nobody in it.
struct Party {
    std::string name;     // as written: "alice", "fabrikam", "nobody@fabrikam.com"
    std::string address;  // "alice@contoso.com"; empty for a whole party
    std::string home;     // id of the organisation or partner whose domain it is; empty: of neither
    bool known = true;    // false: an address that no user of the cast has
};

/// A machine that can die.
struct Machine {
    enum class Kind : std::uint8_t { edge, partner };
    Kind kind = Kind::edge;
    std::string owner;  // id of the organisation or of the partner
};

}  // namespace script
