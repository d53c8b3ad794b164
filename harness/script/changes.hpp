// What is given at the beginning of a scenario and may also change in the middle of its story.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "harness/script/cast.hpp"
#include "sansio/time.hpp"

namespace script {

/// Management commands, typed by somebody in the role `as`. In a story the next step begins when they are in force.
struct Shell {
    std::string as;      // "CSAdministrator"; empty: whoever may do everything
    std::string script;  // as it stands in the file, from its first letter on
    Place place;         // of that letter
    std::optional<std::string>
        refused{};  // it must be refused, and the reason holds this; nothing is in force then
};

/// One record as a zone file has it.
struct DnsRecord {
    enum class Type : std::uint8_t { a, aaaa, cname, srv, soa };
    std::string name;  // whole, without the final dot
    Type type = Type::a;
    std::string target;   // srv, cname
    std::string address;  // a, aaaa: the id of a machine of the cast, "nobody", or an address
    std::uint16_t priority = 0;
    std::uint16_t weight = 0;
    std::uint16_t port = 5061;
    std::uint32_t ttl_s = 3600;  // soa: also the minimum, so for how long a missing name stays missing
};

/// What is wrong with the answers for a name and all below it.
struct DnsFault {
    enum class Kind : std::uint8_t {
        silent,          // none comes
        server_failure,  // SERVFAIL
        refused,         // REFUSED
        name_error,      // NXDOMAIN
        delay,           // it comes after `delay`
        truncated,       // over UDP the TC bit and no record; over TCP it is whole
        cut,             // over UDP the TC bit, and it ends within its last record; over TCP it is whole
        garbage,         // bytes that are no DNS message
        half,            // it ends in the middle
        wrong_id,        // it has another id than the query
        wrong_question,  // it repeats another name than was asked
        wrong_case,      // it repeats the name in lower case
        wrong_source,    // it comes from another port of the server; UDP only
    };
    enum class Over : std::uint8_t { both, udp, tcp };
    Kind kind = Kind::silent;
    std::string name;  // empty: every name
    sansio::Duration delay{};
    std::optional<DnsRecord::Type> type;  // of queries for this type only
    Over over = Over::both;
    std::optional<std::size_t> times;   // the first so many such queries only
    std::optional<std::size_t> server;  // 0 or 1: of queries at the first or the second DNS server only
};

/// What DNS says of a partner, from now on: all of it, so a change without `srv` restores the default.
struct DnsChange {
    enum class Srv : std::uint8_t {
        usual,    // _sipfederationtls._tcp.<domain> names `server`
        missing,  // the name does not exist
        other,    // it names `target`, which has an A record with the partner's address
    };
    std::string partner;
    Srv srv = Srv::usual;
    std::string target;
    std::optional<std::uint16_t> port;  // of the SRV record, when another than the partner's
    bool address = true;                // false: the SRV target has no A record
    /// Not empty: these stand there instead of everything above.
    std::vector<DnsRecord> records;
    std::vector<DnsFault> faults;  // the first that hits a query decides
};

/// The certificate of a partner's server or of the edge, from its next start on; in a story that is a <start> or
/// <restart>, unless it holds at once. What stands under <given> is in force from the beginning.
struct CertificateChange {
    enum class Fault : std::uint8_t {
        none,
        expired,              // ended a day before the scenario's date
        not_yet_valid,        // begins a day after it
        wrong_name,           // names another host
        stranger,             // by an authority that nobody trusts
        no_client_usage,      // EKU without clientAuth
        no_server_usage,      // EKU without serverAuth
        sip_usage,            // no fault: EKU with id-kp-sipDomain only
        sip_and_mail_usage,   // no fault: EKU with id-kp-sipDomain and one for signing mail
        any_usage,            // no fault: EKU with anyExtendedKeyUsage only
        foreign_usage,        // EKU for signing mail only
        no_alternative_name,  // no SAN, common name only
        domain_only,          // SAN holds the SIP domain, not the host
        not_shown,            // as a client it shows none
        renewed,              // no fault: another one, valid for three years from the scenario's date on
        intermediate,         // no fault: by an intermediate authority that it sends along
        no_intermediate,      // by an intermediate authority that it does not send along
    };
    /// What it names instead of its host; without dns_names and uris it has no SAN.
    struct Names {
        std::string common_name;  // empty: the host
        std::vector<std::string> dns_names;
        std::vector<std::string> uris;
    };
    Machine of;
    Fault fault = Fault::none;
    std::optional<Names> names{};
    bool at_once = false;  // for every connection that is made from now on, while those that are open stay
};

/// How a partner's server speaks TLS, from now on for new connections: all of it, so what is not given is as usual.
struct TlsChange {
    enum class Version : std::uint8_t { usual, tls1_0, tls1_1, tls1_2, tls1_3 };
    std::string partner;
    Version version_min = Version::usual;
    Version version_max = Version::usual;
    bool trusts_edge =
        true;  // false: it refuses the edge's certificate; with TLS 1.3 the edge hears of it late
    bool session_tickets = false;  // it offers resumption
};

/// How the network between two parties behaves. Virtual mode only.
struct Link {
    std::string from;  // ids of the organisation and partners; both ways
    std::string to;
    sansio::Duration latency{};
    sansio::Duration jitter{};
    std::uint32_t loss_permille = 0;
    Place place;
};

/// From now on requests of these methods that reach `at` are answered by <answer> only. "ACK" means as well that `at`
/// sends no ACK of its own, "CANCEL" that a CANCEL is not answered. A later one replaces the earlier one of the same party.
struct ByHand {
    std::string at;  // id of the organisation or of a partner
    std::vector<std::string> methods;
};

}  // namespace script
