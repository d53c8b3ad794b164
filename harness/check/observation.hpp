// What a rule of the check saw, before it is known at which target and address.
#pragma once
#include <string>
#include <vector>

#include "harness/check/finding.hpp"

namespace check {

struct Observation {
    Fact fact;
    std::string seen;   // in words; bytes of the partner may stand in it as they came
    std::string value;  // ${value} of the remedy
};
using Observations = std::vector<Observation>;

/// Where an observation was made, and between whom.
struct Place {
    std::string domain;  // the partner's SIP domain
    std::string target;  // the name that was looked up or connected to
    std::string server;  // ${target} of remedies, where it is another name
    std::string address;
    std::uint16_t port = 5061;
    std::string own_domain;
    std::string own_host;
};

/// Fills the remedy of the fact's row; bytes that are not fit for a terminal become \xNN.
Finding make_finding(Observation const& observation, Place const& place,
                     std::optional<sansio::Duration> latency = std::nullopt);

}  // namespace check
