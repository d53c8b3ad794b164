// The steps of a story as plain values.
//
// Parties answer on their own what an endpoint is obliged to answer: 200 to MESSAGE, INVITE, BYE and OPTIONS, 404 when the
// user is not theirs, ACK to a final answer to INVITE. 100 needs no step. What else arrives and no step awaits fails the
// scenario. Durations that a step gives are scaled where the scenario's timers are; a wait without `within` is 5 s in any case.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "harness/script/changes.hpp"
#include "harness/script/messages.hpp"

namespace script {

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
    std::optional<sansio::Duration> within{};
};

/// OPTIONS; a whole party as `to` means its edge itself. `status` must come back.
struct Options {
    Party from;
    Party to;
    unsigned status = 200;
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

/// Opens connections to the edge and says nothing on them. Done when the handshakes are.
struct Connect {
    enum class Outcome : std::uint8_t { open, refused, any };
    Party from;  // a whole party
    std::string name;
    unsigned count = 1;
    bool certificate = true;  // false: it shows none
    bool tls = true;          // false: plain TCP
    Outcome outcome = Outcome::open;
    std::optional<sansio::Duration> within;
};

/// A party ends its connections.
struct CloseConnection {
    enum class Way : std::uint8_t { in_order, reset };
    Party from;              // a whole party
    std::string connection;  // empty: all with the edge
    Way way = Way::in_order;
};

/// The edge ends a connection of the party.
struct Closed {
    enum class Way : std::uint8_t { any, in_order, reset };
    Party at;                // a whole party
    std::string connection;  // empty: any
    Way way = Way::any;
    std::optional<sansio::Duration> within;
    std::optional<sansio::Duration> not_before;
};

/// A new connection between the edge and the party comes to be.
struct Connected {
    Party at;                     // a whole party
    std::string name;             // known as this from then on
    std::optional<bool> resumed;  // its TLS session was resumed
    std::optional<sansio::Duration> within;
};

/// CRLF comes outside of any message (RFC 5626 §3.5.1).
struct Pong {
    Party at;                // a whole party
    std::string connection;  // empty: any
    std::optional<sansio::Duration> within;
    std::optional<unsigned> at_most;  // instead: since the story began no more than so many came
};

/// Since the story began the edge never had more than so many connections open that it made to the party.
struct Connections {
    Party at;  // a whole party
    unsigned at_most = 0;
};

/// What the edge keeps for its peers.
struct EdgeHolds {
    std::optional<unsigned> bytes_at_most;  // of unfinished and unsent messages, at any time since its start
    std::optional<unsigned> connections_at_most;  // now, or before `within` has passed
    std::optional<sansio::Duration> within;
};

/// What happens to the network or to a partner's machine. Virtual mode only.
struct Interrupt {
    enum class Kind : std::uint8_t {
        freeze,   // the machine takes no turn; its TCP accepts until its window is full
        thaw,     // ends it
        cut,      // connections between the two are reset, new ones fail
        hold,     // packets between the two wait
        release,  // ends a hold
        heal,     // ends every cut and hold
    };
    Kind kind = Kind::freeze;
    std::string partner;  // heal: not looked at
};

/// MESSAGEs outside of dialogs between one user and others, one after the other.
struct Flow {
    Party from;
    std::vector<Party> to;
    unsigned each = 1;                              // to each of them
    sansio::Duration every{};                       // pause between two messages of the flow
    std::optional<unsigned> status;                 // of each answer; nothing: any final answer
    bool may_be_lost = false;                       // no answer at all is right, too (RFC 4320 §4.2)
    std::optional<sansio::Duration> p50, p99, max;  // of the times from sending to the final answer
    std::optional<sansio::Duration> within;         // for the last answer, from the last message on
    std::string label;                              // its times are known by this name from then on
    std::string p99_of;                             // no later than the p99 of the flow with this label
    Place place;
};

/// Flows at the same time. Done when each message has come to its end.
struct Traffic {
    std::vector<Flow> flows;
};

struct Step;

/// ${n} counts from 1 inside.
struct Repeat {
    unsigned times = 0;
    std::vector<Step> steps;
};

/// Roles that are played at the same time, each in its own order. Done when all are. Each looks at users of its own.
struct Parallel {
    std::vector<std::vector<Step>> roles;
};

/// Ways that the story may take. Each begins with an <expect>; the first message that fits one of them decides, and the rest
/// of that way follows.
struct OneOf {
    std::vector<std::vector<Step>> ways;
};

/// Expect steps whose messages may come in any order.
struct InAnyOrder {
    std::vector<Expect> expects;
};

struct Step {
    using What =
        std::variant<Im, Bye, Page, Options, Send, Expect, Answer, Again, Silence, Refused, NoConnection,
                     Connect, CloseConnection, Closed, Connected, Pong, Connections, EdgeHolds, Interrupt,
                     Traffic, ByHand, Kill, Start, Restart, Shell, DnsChange, CertificateChange, TlsChange,
                     MoveClock, Wait, Slow, Repeat, Parallel, OneOf, InAnyOrder>;
    Place place;
    What what;
};

/// The lists of steps that stand inside of this one; empty for most.
std::vector<std::vector<Step> const*> inner_steps(Step const& step);

/// Whether `is` holds for one of these steps or for one inside of them.
template <class Is>
bool any_step(std::vector<Step> const& steps, Is is) {
    for (auto const& step : steps) {
        if (is(step)) return true;
        for (auto const* const inner : inner_steps(step))
            if (any_step(*inner, is)) return true;
    }
    return false;
}

}  // namespace script
