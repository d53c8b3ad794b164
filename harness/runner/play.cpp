#include "harness/runner/play.hpp"

#include <algorithm>

namespace runner {

Play::Play(script::Scenario const& scenario, Scenery& scenery, Pace pace)
    : scenario_(scenario), scenery_(scenery), pace_(pace), variables_(script::variables(scenario)) {}

sansio::Duration Play::limit(std::optional<sansio::Duration> within) const {
    return within ? std::max(scaled(*within), pace_.patience) : usual_wait;
}

Play::Text Play::substituted(std::string_view text) const {
    auto result = script::substitute(text, variables_);
    if (!result) return sansio::unexpected(result.error().message);
    return *std::move(result);
}

Play::Text Play::bytes(script::Literal const& literal) const {
    auto result = script::to_bytes(literal, variables_);
    if (!result) return sansio::unexpected(result.error().message);
    return *std::move(result);
}

std::string Play::host_uri(script::Party const& whole, std::string_view sender) const {
    auto const& organisation = scenario_.cast.organisation;
    std::string const& owner = party_of(whole);
    if (owner == organisation.id)
        return "sip:" +
               (sender == organisation.id ? organisation.internal_edge : organisation.external_edge) +
               ":5061";
    auto const* const partner = script::find_partner(scenario_, owner);
    return "sip:" + (partner == nullptr ? owner : partner->domain);
}

void Play::set_round(unsigned round) {
    if (round == 0)
        variables_.erase("n");
    else
        variables_["n"] = std::to_string(round);
}

}  // namespace runner
