// What the steps of one story share: the journal with what was taken from it, the conversations, the texts, the time.
#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "harness/runner/scenery.hpp"
#include "harness/script/scenario.hpp"
#include "harness/script/sip_text.hpp"
#include "sansio/result.hpp"

namespace runner {

/// How waits of a scenario become waits of the run.
struct Pace {
    unsigned divisor = 1;  // of every wait and silence: more than 1 for scaled timers over sockets
    sansio::Duration
        patience{};  // over sockets no message is given less time than this: the machine may be busy
};

/// How expectations of our own edge are read at somebody else's (design.md §6).
struct Leniency {
    bool without_diagnostics = false;  // ms-diagnostics is not looked at
    bool without_texts = false;        // nor is the reason phrase of a response
    bool class_of_errors = false;      // of a final error answer the class is: 404 for 403, not 504 for 403

    bool accepts(unsigned wanted, int seen) const {
        if (static_cast<int>(wanted) == seen) return true;
        return class_of_errors && wanted >= 400 && static_cast<int>(wanted / 100) == seen / 100;
    }
};

inline constexpr sansio::Duration usual_wait = std::chrono::seconds{5};

/// A message that a step gave a name: it went out, or it came.
struct LabelledMessage {
    std::string party;
    std::string user;  // sent: as whom; empty: the party's host
    std::string to;    // sent: whom the order named
    std::string text;
    kit::SentRequest request{};             // sent
    std::optional<std::size_t> received{};  // index in the journal
};

struct NamedConnection {
    std::string party;
    sansio::ConnectionId id{};
    auto operator<=>(NamedConnection const&) const = default;
};

/// A request of which no step awaits that it is answered, or even delivered.
struct Forgiven {
    kit::SentRequest request;
    bool may_be_undelivered = false;
};

/// The id of the party that speaks for an address, or that is meant as a whole.
inline std::string const& party_of(script::Party const& party) {
    return party.home.empty() ? party.name : party.home;
}

class Play {
public:
    Play(script::Scenario const& scenario, Scenery& scenery, Pace pace, Leniency leniency = {});

    script::Scenario const& scenario() const { return scenario_; }
    Scenery& scenery() { return scenery_; }
    kit::Journal const& journal() const { return scenery_.journal(); }

    Leniency const& leniency() const { return leniency_; }
    sansio::Duration scaled(sansio::Duration wait) const { return wait / pace_.divisor; }
    /// How long something that must happen is waited for.
    sansio::Duration limit(std::optional<sansio::Duration> within) const;

    bool is_taken(std::size_t index) const { return taken_.contains(index); }
    /// A step has awaited it: no later one may, and it is no surprise at the end.
    void take(kit::Observation const& event) { taken_.insert(event.index); }
    /// A message that came and that some step must await.
    bool is_open(kit::Observation const& event) const {
        return event.kind == kit::Observation::Kind::received && !event.automatic && !is_taken(event.index);
    }

    using Text = sansio::Result<std::string, std::string>;
    /// ${…} replaced; the fault is a sentence.
    Text substituted(std::string_view text) const;
    Text bytes(script::Literal const& literal) const;
    /// Whether `party` is a machine of the partner `id`, or that party itself.
    bool is_of(std::string_view party, std::string_view id) const;
    /// Whom a request to a whole party is for: its edge, as `sender` (a party's id) finds it. RFC 3263 §4.2: with the port
    /// written it is the name of a host, not a domain to look for.
    std::string host_uri(script::Party const& whole, std::string_view sender) const;
    /// The round of the innermost <repeat>; 0: outside of any.
    void set_round(unsigned round);

    /// ${name} from now on.
    void set_variable(std::string const& name, std::string value) { variables_[name] = std::move(value); }
    /// The message is known by this name, and ${label.word} by its words; an empty label changes nothing.
    void name_message(std::string const& label, LabelledMessage message);
    LabelledMessage const* find_message(std::string_view label) const;
    /// The Call-ID of a conversation, or of the message with this label; empty when nobody knows it.
    std::string call_id_of(std::string const& label) const;
    /// Those of a <connect> or <connected>, or the one on which a message came or went; empty while there is none.
    std::vector<NamedConnection> connections_of(std::string const& label) const;
    /// Whether it happened on a connection of that label; an empty one means any.
    bool is_on(std::string const& label, kit::Observation const& event) const;
    /// Fills where the bytes go out and how; the fault is a sentence.
    std::optional<std::string> apply(script::Delivery const& delivery, std::string const& party,
                                     std::size_t size, std::size_t& piece_size,
                                     std::optional<sansio::ConnectionId>& connection,
                                     kit::Portion& portion) const;
    /// From here on the journal tells what came of the newest step that sends or connects.
    std::size_t last_action() const { return last_action_; }
    void mark_action() { last_action_ = journal().size(); }

    std::map<std::string, std::string> call_ids;  // of conversations, by label
    std::map<std::string, std::vector<NamedConnection>, std::less<>> connections;
    std::map<std::string, sansio::Duration, std::less<>> p99s;  // of flows, by label
    std::set<NamedConnection> ended_by_story;                   // no surprise when they close
    std::optional<std::size_t> told;  // how long the journal was when the last step was done
    std::vector<Forgiven> forgiven;

private:
    script::Scenario const& scenario_;
    Scenery& scenery_;
    Pace pace_;
    Leniency leniency_;
    script::Variables variables_;
    std::set<std::size_t> taken_;
    std::map<std::string, LabelledMessage, std::less<>> messages_;
    std::size_t last_action_ = 0;
};

}  // namespace runner
