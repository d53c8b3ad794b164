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

inline constexpr sansio::Duration usual_wait = std::chrono::seconds{5};

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
    Play(script::Scenario const& scenario, Scenery& scenery, Pace pace);

    script::Scenario const& scenario() const { return scenario_; }
    Scenery& scenery() { return scenery_; }
    kit::Journal const& journal() const { return scenery_.journal(); }

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
    /// Whom a request to a whole party is for: its edge, as `sender` (a party's id) finds it. RFC 3263 §4.2: with the port
    /// written it is the name of a host, not a domain to look for.
    std::string host_uri(script::Party const& whole, std::string_view sender) const;
    /// The round of the innermost <repeat>; 0: outside of any.
    void set_round(unsigned round);

    std::map<std::string, std::string> call_ids;       // of conversations, by label
    std::map<std::string, kit::SentRequest> labelled;  // requests of <send label="…">
    std::vector<Forgiven> forgiven;

private:
    script::Scenario const& scenario_;
    Scenery& scenery_;
    Pace pace_;
    script::Variables variables_;
    std::set<std::size_t> taken_;
};

}  // namespace runner
