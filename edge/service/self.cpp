#include "edge/service/self.hpp"

#include "edge/sip/proxy/border.hpp"
#include "edge/sip/proxy/record_route.hpp"

namespace edge {

namespace {

std::string authority(topology::Interface const& interface) {
    return interface.fqdn + ":" + std::to_string(interface.listen.port);
}

using SourceType = sip::proxy::Trust::SourceType;

SourceType source_type_of(policy::Partner partner) {
    return partner == policy::Partner::direct ? SourceType::direct_partner : SourceType::auto_federation;
}

}  // namespace

Self::Self(std::shared_ptr<topology::Topology const> topology) : topology_(std::move(topology)) {
    auto const& external = topology_->external;
    auto const& internal = topology_->internal;
    external_ = authority(external);
    internal_ = authority(internal);
    record_route_ = sip::proxy::record_route_of(external.fqdn, external.listen.port);
    names_.names = {{external.fqdn, external.listen.port},
                    {internal.fqdn, internal.listen.port},
                    {external.listen.address.to_string(), external.listen.port},
                    {internal.listen.address.to_string(), internal.listen.port}};

    sip::proxy::Trust trust;
    trust.endpoint_fqdn = internal.fqdn;
    trust.verified = true;
    for (auto const partner :
         {policy::Partner::direct, policy::Partner::listed, policy::Partner::discovered}) {
        trust.source_type = source_type_of(partner);
        trust_[static_cast<std::size_t>(partner)] = sip::proxy::trust_line(trust);
    }
    trust.source_type = SourceType::edge_proxy_generated;
    trust.network = sip::proxy::Trust::Network::none;
    own_trust_ = sip::proxy::trust_line(trust);
}

}  // namespace edge
