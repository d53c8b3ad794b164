#include "harness/check/publication.hpp"

#include <algorithm>
#include <tuple>

#include "sansio/domain_name.hpp"

namespace check {
namespace {

constexpr std::uint16_t usual_port = 5061;

std::string describe(Target const& target) {
    return target.name + ":" + std::to_string(target.port) + ", priority " + std::to_string(target.priority) +
           ", weight " + std::to_string(target.weight) + ", TTL " + std::to_string(target.ttl_s) + " s";
}

Observation judge_label(Target const& target, bool any_is_good, std::string_view domain) {
    if (target.has_good_label) return {Fact::srv_published, describe(target), target.name};
    auto const fact = any_is_good ? Fact::srv_wrong_label_beside : Fact::srv_wrong_label;
    return {fact,
            "the record leads to " + target.name + ", which is not directly below " + std::string(domain),
            target.name};
}

}  // namespace

bool is_directly_below(std::string_view name, std::string_view domain) {
    return name.find('.') > 0 && sansio::equal_ignoring_case(sansio::parent_domain(name), domain);
}

std::vector<Target> read_targets(std::span<internet::DnsRecord const> records, std::string_view domain) {
    std::vector<Target> targets;
    for (auto const& record : records) {
        auto const* srv = std::get_if<internet::SrvRecord>(&record.data);
        if (srv == nullptr || srv->target.empty()) continue;
        targets.push_back({srv->target, srv->port, srv->priority, srv->weight, record.ttl_s,
                           is_directly_below(srv->target, domain)});
    }
    std::ranges::stable_sort(targets, [](Target const& one, Target const& other) {
        return std::tuple(!one.has_good_label, one.priority, -int{one.weight}) <
               std::tuple(!other.has_good_label, other.priority, -int{other.weight});
    });
    if (targets.size() > targets_max) targets.resize(targets_max);
    return targets;
}

Observations judge_targets(std::span<Target const> targets, std::string_view domain) {
    Observations seen;
    bool const any_is_good = !targets.empty() && targets.front().has_good_label;
    for (auto const& target : targets) {
        seen.push_back(judge_label(target, any_is_good, domain));
        if (target.port != usual_port)
            seen.push_back({Fact::srv_other_port, target.name + " is at port " + std::to_string(target.port),
                            std::to_string(target.port)});
    }
    return seen;
}

bool is_loopback(sansio::IpAddress const& address) {
    if (address.family == sansio::IpAddress::Family::v4) return address.bytes[0] == 127;
    return address == *sansio::IpAddress::parse("::1");
}

bool is_public(sansio::IpAddress const& address) {
    auto const& bytes = address.bytes;
    if (is_loopback(address)) return false;
    if (address.family == sansio::IpAddress::Family::v6) {
        bool const is_unique_local = (bytes[0] & 0xfeU) == 0xfc;
        bool const is_link_local = bytes[0] == 0xfe && (bytes[1] & 0xc0U) == 0x80;
        bool const is_unspecified = address == sansio::IpAddress{sansio::IpAddress::Family::v6, {}};
        return !is_unique_local && !is_link_local && !is_unspecified;
    }
    bool const is_private = bytes[0] == 10 || (bytes[0] == 172 && (bytes[1] & 0xf0U) == 16) ||
                            (bytes[0] == 192 && bytes[1] == 168);
    return !is_private && bytes[0] != 0 && !(bytes[0] == 169 && bytes[1] == 254);
}

}  // namespace check
