#include "edge/service/self.hpp"

#include <charconv>

#include "drivers/tls/keyed_hash.hpp"

namespace edge {

namespace {

std::string authority(topology::Interface const& interface) {
    return interface.fqdn + ":" + std::to_string(interface.listen.port);
}

using SourceType = sip::proxy::Trust::SourceType;

// No document says what it holds; a partner is told that it is there (Set-CsAccessEdgeConfiguration -EnableArchivingDisclaimer).
constexpr std::string_view archiving_notice = "ms-archiving: archived=TRUE\r\n";

/// `digits` are pairs of hexadecimal digits, as the topology checked.
std::string bytes_of(std::string_view digits) {
    std::string bytes;
    for (; digits.size() >= 2; digits.remove_prefix(2)) {
        unsigned byte = 0;
        std::from_chars(digits.data(), digits.data() + 2, byte, 16);
        bytes += static_cast<char>(byte);
    }
    return bytes;
}

sip::proxy::RouteSignature signature_with(topology::RouteKeys const& keys) {
    if (keys.current.empty()) return {};
    tls::KeyedHash const current(bytes_of(keys.current));
    if (keys.previous.empty()) return sip::proxy::RouteSignature(current);
    return sip::proxy::RouteSignature(current, tls::KeyedHash(bytes_of(keys.previous)));
}

SourceType source_type_of(policy::Partner partner) {
    return partner == policy::Partner::direct ? SourceType::direct_partner : SourceType::auto_federation;
}

}  // namespace

Self::Self(std::shared_ptr<topology::Topology const> topology) : topology_(std::move(topology)) {
    auto const& external = topology_->external;
    auto const& internal = topology_->internal;
    sent_by_ = {authority(external), authority(internal)};
    record_route_ = {sip::proxy::RecordRoute(external.fqdn, external.listen.port),
                     sip::proxy::RecordRoute(internal.fqdn, internal.listen.port)};
    route_signature_ = signature_with(topology_->route_keys);
    border_ = {topology_->border.verification_header, topology_->border.user_data_header,
               topology_->border.diagnostics_to_partners};
    names_.names = {{external.fqdn, external.listen.port},
                    {internal.fqdn, internal.listen.port},
                    {external.listen.address.to_string(), external.listen.port},
                    {internal.listen.address.to_string(), internal.listen.port}};
    for (auto const& own : topology_->sip_domains.entries()) names_.domains.push_back(own.domain);

    sip::proxy::Trust trust;
    trust.endpoint_fqdn = internal.fqdn;
    for (auto const partner :
         {policy::Partner::direct, policy::Partner::listed, policy::Partner::discovered}) {
        trust.source_type = source_type_of(partner);
        for (bool const verified : {false, true}) {
            trust.verified = verified;
            trust_[2 * static_cast<std::size_t>(partner) + (verified ? 1 : 0)] =
                sip::proxy::trust_line(trust);
        }
    }
    trust.source_type = SourceType::edge_proxy_generated;
    trust.network = sip::proxy::Trust::Network::none;
    own_trust_ = sip::proxy::trust_line(trust);
    auto const& access = topology_->access_edge;
    outbound_headers_ =
        sip::proxy::verification_line(border_, access.mark_source_verifiable_on_outgoing_messages);
    if (access.enable_archiving_disclaimer) outbound_headers_.append(archiving_notice);
}

}  // namespace edge
