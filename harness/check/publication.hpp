// What a partner publishes in the DNS, by the rules of Lync's edges: smallest priority, then largest weight, then the first
// received; and a target must be one label in front of the SIP domain, else the edge passes it over (ms-diagnostics 1009).
#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "harness/check/observation.hpp"
#include "simulators/internet/zone.hpp"

namespace check {

inline constexpr std::size_t targets_max = 16;
inline constexpr std::size_t addresses_max = 8;  // of one target

struct Target {
    std::string name;
    std::uint16_t port = 5061;
    std::uint16_t priority = 0;
    std::uint16_t weight = 0;
    std::uint32_t ttl_s = 0;
    bool has_good_label = true;
};

/// "sip.fabrikam.com" for "fabrikam.com"; case does not matter.
bool is_directly_below(std::string_view name, std::string_view domain);

/// In the order in which an edge prefers them, at most targets_max; names with a wrong label come last. A target "." is none.
std::vector<Target> read_targets(std::span<internet::DnsRecord const> records, std::string_view domain);
/// One for each target, and what is wrong with them together. `targets` as from read_targets().
Observations judge_targets(std::span<Target const> targets, std::string_view domain);

/// Whether an address can be reached by strangers: not loopback, private, link-local or unspecified.
bool is_public(sansio::IpAddress const& address);
bool is_loopback(sansio::IpAddress const& address);

}  // namespace check
