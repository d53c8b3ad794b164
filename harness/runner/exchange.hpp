// One request on its way: it must reach one party, or nobody, and its answer must come back to the sender.
#pragma once
#include <optional>
#include <string>

#include "harness/runner/act.hpp"

namespace runner {

struct ExchangeTerms {
    std::string sender{};               // party id
    std::string receiver{};             // party id; empty: the request must reach nobody
    std::optional<std::string> body{};  // that the receiver must find in it
    unsigned status = 200;
    std::optional<std::string> diagnostics{};  // id in ms-diagnostics of the answer
    std::optional<sansio::Duration> within{};
};

class Exchange {
public:
    /// `sent` was given to its party at `now`, when the journal held `first` events.
    Exchange(ExchangeTerms terms, kit::SentRequest sent, std::size_t first, Play const& play,
             sansio::Time now);

    /// Takes from the journal what belongs to it.
    Progress advance(Play& play, sansio::Time now);

private:
    bool concerns(kit::Observation const& event) const;
    std::optional<Failed> hear_request(Play& play, kit::Observation const& event);
    std::optional<Progress> hear_answer(Play& play, kit::Observation const& event);
    std::string wanted_answer() const;
    std::string missing() const;

    ExchangeTerms terms_;
    kit::SentRequest sent_;
    sansio::Time began_;
    sansio::Time deadline_;
    std::size_t first_;
    std::size_t next_;  // not looked at yet
    bool arrived_ = false;
};

/// What the journal holds since `first` that may explain why something else did not come; "nothing" when it is empty.
std::string seen_instead(Play const& play, std::size_t first);

}  // namespace runner
