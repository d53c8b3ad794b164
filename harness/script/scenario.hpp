// A scenario as plain values: what reader.hpp makes of a file and what a player executes. All names are resolved:
// whoever plays it looks nothing up. product.md §2 is the contract of the language, scenarios/scenario.xsd its grammar.
#pragma once
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "harness/script/finding.hpp"
#include "sansio/time.hpp"

namespace script {

// ---- the cast ----

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

/// A simulated partner. The n-th of the file has the n-th partner address of the scenario's world.
struct Partner {
    std::string id;  // "fabrikam"
    PartnerKind kind = PartnerKind::lync2013;
    std::string domain;  // default: id + ".com"
    std::string
        server;  // default: "sip." + domain; the target of its SRV record, the name in its certificate
    std::vector<User> users;
    Place place;
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

// ---- what is given, and may also change in the middle of a story ----

/// Management commands, typed by somebody in the role `as`. In a story the next step begins when they are in force.
struct Shell {
    std::string as;      // "CSAdministrator"; empty: whoever may do everything
    std::string script;  // as it stands in the file, from its first letter on
    Place place;         // of that letter
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
};

/// The certificate of a partner's server or of the edge, from its next start on; in a story that is a <start> or
/// <restart>. What stands under <given> is in force from the beginning.
struct CertificateChange {
    enum class Fault : std::uint8_t {
        none,
        expired,              // ended a day before the scenario's date
        not_yet_valid,        // begins a day after it
        wrong_name,           // names another host
        stranger,             // by an authority that nobody trusts
        no_client_usage,      // EKU without clientAuth
        no_server_usage,      // EKU without serverAuth
        no_alternative_name,  // no SAN, common name only
        domain_only,          // SAN holds the SIP domain, not the host
        not_shown,            // as a client it shows none
    };
    Machine of;
    Fault fault = Fault::none;
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

struct Given {
    std::optional<sansio::WallTime> date;  // nothing: that of the run
    std::vector<Shell> shells;
    std::vector<DnsChange> dns;
    std::vector<CertificateChange> certificates;
    std::vector<Link> links;
};

// ---- the story ----
//
// Parties answer on their own what an endpoint is obliged to answer: 200 to MESSAGE, INVITE, BYE and OPTIONS, 404 when the
// user is not theirs, ACK to a final answer to INVITE. 100 needs no step. What else arrives and no step awaits fails the
// scenario. Durations that a step gives are scaled where the scenario's timers are; a wait without `within` is 5 s in any case.

/// "set" and <header> of <send>: replaces every line of that name, or adds one. Without a value the line is left out.
struct HeaderEdit {
    std::string name;
    std::optional<std::string> value;  // may hold ${…}
};

/// What one header of an expected message must be like; all that is given must hold.
struct HeaderCheck {
    std::string name;
    std::optional<std::string> is;     // some line has exactly this value
    std::optional<std::string> has;    // some line holds this
    std::optional<std::string> lacks;  // no line holds this
    std::optional<unsigned> count;     // so many lines; 0: the header must not be there
};

/// Text of a message in the file: sip_text.hpp turns it into bytes.
struct Literal {
    std::string text;  // as the XML holds it
    bool exact = false;
    Place place;
};

/// Says `text` in an IM session: opened by INVITE, 200, ACK when `conversation` has none, then MESSAGE. It must arrive with
/// this text and the speaker must get 200.
struct Im {
    Party from;
    Party to;
    std::string conversation;  // the label `in`, or both names in a fixed order
    std::string text;          // may hold ${…}
};

/// Ends the conversation: BYE must arrive and be answered 200.
struct Bye {
    Party from;
    Party to;
    std::string conversation;
};

/// A MESSAGE outside of any dialog: must arrive with this text and be answered 200.
struct Page {
    Party from;
    Party to;
    std::string text;  // may hold ${…}
};

/// OPTIONS; a whole party as `to` means its edge itself. `status` must come back.
struct Options {
    Party from;
    Party to;
    unsigned status = 200;
};

enum class Pieces : std::uint8_t { whole, single_bytes };

/// Sends and waits for nothing: <expect> steps do. Either `method` with `headers` and `body`, or `message`.
/// Answers count as those of `label` when an <expect of="…"> asks, else as anybody's.
struct Send {
    Party from;
    Party to;
    std::string label;
    std::string method;
    std::vector<HeaderEdit> headers;
    std::string body;  // text/plain unless `headers` says otherwise; may hold ${…}
    std::optional<Literal> message;
    Pieces pieces = Pieces::whole;
};

/// The next message at `at` that no step has taken must be this: an answer when there is a `status`, else a request.
struct Expect {
    Party at;
    std::optional<unsigned> status;
    std::string method;               // of the request; with `status` the one that CSeq names, empty: any
    std::string of;                   // label of the <send> that is answered
    std::optional<std::string> body;  // may hold ${…}
    std::vector<HeaderCheck> headers;
    std::optional<std::string> diagnostics;  // id of ms-diagnostics; inside only
    std::optional<sansio::Duration> within;
    Place place;
};

/// Nothing arrives at `at`, a user or a whole party, for so long.
struct Silence {
    Party at;
    sansio::Duration duration{};
};

/// A request that must be answered with `status` at the sender, by whom `by` names, and reach nobody behind. Outside the
/// answer must hold neither ms-diagnostics nor ms-edge-proxy-message-trust.
struct Refused {
    Party from;
    Party to;
    std::string method;  // "MESSAGE" (out of dialog) or "INVITE" (of an IM session)
    unsigned status = 0;
    std::string
        by;  // empty: the edge, so nothing arrives at any other party; else the id of the party that refuses
    std::optional<std::string> diagnostics;  // id of ms-diagnostics; set only where the sender is inside
    std::optional<sansio::Duration> within;
};

/// A connection that the server of `from` opens to the edge of `to` comes to nothing: the handshake fails, or the edge ends
/// the connection before it answers anything. (With TLS 1.3 a client learns late that its certificate was refused.)
struct NoConnection {
    Party from;  // a partner
    Party to;    // the organisation
    std::optional<sansio::Duration> within;
};

/// As kill -9 does.
struct Kill {
    Machine machine;
};
/// Starts what was killed: same names, same addresses, nothing remembered.
struct Start {
    Machine machine;
};
/// Kill and start at once.
struct Restart {
    Machine machine;
};

/// Moves the calendar of every party; timers do not notice. Exactly one of both.
struct MoveClock {
    std::optional<sansio::WallTime> to;
    std::optional<sansio::Duration> by;
};

/// Lets time pass; what arrives meanwhile is kept for later steps.
struct Wait {
    sansio::Duration duration{};
};

/// From now on the partner's users answer so late; no duration: never. Zero: at once again.
struct Slow {
    std::string partner;
    std::optional<sansio::Duration> answers_after;
};

struct Step;

/// ${n} counts from 1 inside.
struct Repeat {
    unsigned times = 0;
    std::vector<Step> steps;
};

/// Expect steps whose messages may come in any order.
struct InAnyOrder {
    std::vector<Expect> expects;
};

struct Step {
    using What =
        std::variant<Im, Bye, Page, Options, Send, Expect, Silence, Refused, NoConnection, Kill, Start,
                     Restart, Shell, DnsChange, CertificateChange, MoveClock, Wait, Slow, Repeat, InAnyOrder>;
    Place place;
    What what;
};

// ---- the whole ----

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
    std::string id;    // "sip/hello-out", the file's path below the catalogue's folder
    std::string file;  // as it was opened
    std::string title;
    std::vector<Judged> judges;
    std::vector<std::string> tags;
    Modes modes;
    bool scaled_timers = false;  // loopback divides all timers and waits by one factor
    Cast cast;
    Given given;
    std::vector<Step> story;
};

/// "expired", "wrong-name", …: as scenarios write it.
std::string_view to_text(CertificateChange::Fault fault);

/// The partner with this id; nothing when there is none.
Partner const* find_partner(Scenario const& scenario, std::string_view id);

}  // namespace script
