// Which server of a domain the Access Edge talks to. Not RFC 2782: the largest weight wins, always.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "edge/dns/answer.hpp"

namespace dns {

struct ServiceTarget {
    std::string fqdn;
    std::uint16_t port = 0;
    bool operator==(ServiceTarget const&) const = default;
};

/// What the SRV records of a SIP domain come to.
struct Service {
    enum class State : std::uint8_t {
        found,        // `targets` is not empty
        absent,       // no record                                                 diagnostic 1008
        declined,     // the one target is the root: the domain has no such service 1008
        conflicting,  // there are targets, none of them in the domain              1009
        unavailable,  // DNS gave no useful answer                                  1008
    };
    State state = State::absent;
    std::vector<ServiceTarget>
        targets;  // the one to use first: smallest priority, largest weight, first received
    std::vector<std::string> conflicting;  // targets that the domain rule refuses
    std::string text;                      // for people, when nothing was found
    bool operator==(Service const&) const = default;
};

/// Which targets belong to a SIP domain. The Access Edge wants exactly one label in front of it.
enum class TargetRule : std::uint8_t { one_label, in_zone };

/// "_sipfederationtls._tcp.fabrikam.com".
std::string federation_service_name(std::string_view sip_domain);

/// True for "sip.fabrikam.com" in "fabrikam.com"; for "a.b.fabrikam.com" and "fabrikam.com" only with `in_zone`.
bool is_target_of(std::string_view target, std::string_view sip_domain, TargetRule rule);

/// Orders and sifts the SRV records of `sip_domain`.
Service select(Answer const& answer, std::string_view sip_domain, TargetRule rule = TargetRule::one_label);

}  // namespace dns
