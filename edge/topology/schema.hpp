// The attributes of each element, once: reader.cpp and writer.cpp walk the same rows.
#pragma once
#include <tuple>

#include "edge/topology/values.hpp"

namespace topology {

/// One attribute: its name, the member it fills and how its value stands in text (Kind, see values.hpp).
template <class Kind, class Owner, class Value>
struct Row {
    std::string_view name;
    Value Owner::*member;
    bool is_required;
};
template <class Kind, class Owner, class Value>
constexpr Row<Kind, Owner, Value> required(std::string_view name, Value Owner::*member) {
    return {name, member, true};
}
template <class Kind, class Owner, class Value>
constexpr Row<Kind, Owner, Value> optional(std::string_view name, Value Owner::*member) {
    return {name, member, false};
}

template <class Owner>
inline constexpr auto rows = nullptr;

template <>
inline constexpr auto rows<OwnDomain> = std::tuple{required<DomainValue>("name", &OwnDomain::domain)};
template <>
inline constexpr auto rows<Interface> = std::tuple{required<DomainValue>("fqdn", &Interface::fqdn),
                                                   required<EndpointValue>("listen", &Interface::listen)};
template <>
inline constexpr auto rows<NextHop> = std::tuple{required<DomainValue>("fqdn", &NextHop::fqdn),
                                                 required<EndpointValue>("address", &NextHop::address)};
template <>
inline constexpr auto rows<CertificateFiles> =
    std::tuple{required<FileValue>("chain", &CertificateFiles::chain),
               required<FileValue>("key", &CertificateFiles::key),
               required<FileValue>("authorities", &CertificateFiles::authorities)};
template <>
inline constexpr auto rows<AccessEdge> =
    std::tuple{optional<BooleanValue>("AllowFederatedUsers", &AccessEdge::allow_federated_users),
               optional<BooleanValue>("EnablePartnerDiscovery", &AccessEdge::enable_partner_discovery),
               optional<BooleanValue>("EnableArchivingDisclaimer", &AccessEdge::enable_archiving_disclaimer),
               optional<BooleanValue>("MarkSourceVerifiableOnOutgoingMessages",
                                      &AccessEdge::mark_source_verifiable_on_outgoing_messages),
               optional<TlsCountValue>("OutgoingTlsCountForFederatedPartners",
                                       &AccessEdge::outgoing_tls_count_for_federated_partners)};
template <>
inline constexpr auto rows<AllowedDomain> =
    std::tuple{required<DomainValue>("name", &AllowedDomain::domain),
               optional<DomainValue>("proxy-fqdn", &AllowedDomain::proxy_fqdn),
               optional<EndpointValue>("proxy-address", &AllowedDomain::proxy_address),
               optional<CommentValue>("comment", &AllowedDomain::comment),
               optional<BooleanValue>("mark-for-monitoring", &AllowedDomain::mark_for_monitoring)};
template <>
inline constexpr auto rows<BlockedDomain> =
    std::tuple{required<DomainValue>("name", &BlockedDomain::domain),
               optional<CommentValue>("comment", &BlockedDomain::comment)};
template <>
inline constexpr auto rows<Timers> = std::tuple{
    optional<DurationValue>("t1", &Timers::t1),           optional<DurationValue>("t2", &Timers::t2),
    optional<DurationValue>("t4", &Timers::t4),           optional<DurationValue>("idle", &Timers::idle),
    optional<DurationValue>("silence", &Timers::silence), optional<ScaleValue>("scale", &Timers::scale)};
template <>
inline constexpr auto rows<Limits> =
    std::tuple{optional<BytesValue>("soft-cap", &Limits::soft_cap),
               optional<BytesValue>("hard-cap", &Limits::hard_cap),
               optional<BytesValue>("parked-per-partner", &Limits::parked_per_partner),
               optional<BytesValue>("parked-total", &Limits::parked_total),
               optional<CountValue>("links-per-peer", &Limits::links_per_peer),
               optional<CountValue>("transactions", &Limits::transactions)};
template <>
inline constexpr auto rows<Logging> = std::tuple{optional<FormatValue>("format", &Logging::format),
                                                 optional<LevelValue>("level", &Logging::level)};
template <>
inline constexpr auto rows<RouteKeys> = std::tuple{optional<KeyValue>("current", &RouteKeys::current),
                                                   optional<KeyValue>("previous", &RouteKeys::previous)};
template <>
inline constexpr auto rows<Border> =
    std::tuple{optional<HeaderNameValue>("verification-header", &Border::verification_header),
               optional<HeaderNameValue>("user-data-header", &Border::user_data_header),
               optional<BooleanValue>("diagnostics-to-partners", &Border::diagnostics_to_partners)};
template <>
inline constexpr auto rows<Choices> = std::tuple{
    optional<BooleanValue>("accept-srv-target-in-zone", &Choices::accept_srv_target_in_zone),
    optional<BooleanValue>("accept-foreign-asserted-identity", &Choices::accept_foreign_asserted_identity),
    optional<StatusValue>("cannot-route-status", &Choices::cannot_route_status)};

/// Calls `visit` with each row of `Owner`, in their order.
template <class Owner, class Visit>
void for_each_row(Visit visit) {
    std::apply([&visit](auto const&... row) { (visit(row), ...); }, rows<Owner>);
}

/// An element of its own for one member of the topology.
template <class Value>
struct Section {
    std::string_view name;
    Value Topology::*member;
};
/// The sections that may be left out and have attributes only.
inline constexpr auto settings = std::tuple{Section<AccessEdge>{"access-edge", &Topology::access_edge},
                                            Section<Timers>{"timers", &Topology::timers},
                                            Section<Limits>{"limits", &Topology::limits},
                                            Section<Logging>{"logging", &Topology::logging},
                                            Section<RouteKeys>{"route-keys", &Topology::route_keys},
                                            Section<Border>{"border", &Topology::border},
                                            Section<Choices>{"choices", &Topology::choices}};
/// The sections that are lists of <domain>.
inline constexpr auto domain_lists =
    std::tuple{Section<DomainTable<OwnDomain>>{"sip-domains", &Topology::sip_domains},
               Section<DomainTable<AllowedDomain>>{"allowed-domains", &Topology::allowed_domains},
               Section<DomainTable<BlockedDomain>>{"blocked-domains", &Topology::blocked_domains}};

inline constexpr std::string_view external_usage = "AccessEdgeExternal";
inline constexpr std::string_view internal_usage = "Internal";

}  // namespace topology
