// What a topology means for the messages that pass: our names, the texts we add. Computed once per configuration.
#pragma once
#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "edge/policy/verdict.hpp"
#include "edge/service/links.hpp"
#include "edge/sip/proxy/border.hpp"
#include "edge/sip/proxy/own_names.hpp"
#include "edge/sip/proxy/record_route.hpp"
#include "edge/topology/topology.hpp"

namespace edge {

class Self {
public:
    explicit Self(std::shared_ptr<topology::Topology const> topology);

    topology::Topology const& topology() const { return *topology_; }
    sip::proxy::OwnNames const& names() const { return names_; }
    /// "sip.contoso.com:5061" of that side: what our Via says.
    std::string_view sent_by(Side side) const { return sent_by_[side == Side::outside ? 0 : 1]; }
    /// Of both sides.
    std::span<std::string const> sent_by() const { return sent_by_; }
    /// What our Record-Route says of that side, and what proves it ours when it comes back.
    sip::proxy::RecordRoute const& record_route(Side side) const {
        return record_route_[side == Side::outside ? 0 : 1];
    }
    sip::proxy::RouteSignature const& route_signature() const { return route_signature_; }
    sip::proxy::BorderSettings const& border() const { return border_; }
    /// The whole trust line for what comes in from such a partner (MS-SIPRE §2.2.15).
    /// `verified`: the sender's identity; a partner answers for it where it says so (facts/wire.md §1.5).
    std::string_view trust(policy::Partner partner, bool verified = true) const {
        return trust_[2 * static_cast<std::size_t>(partner) + (verified ? 1 : 0)];
    }
    /// Whole lines for a request that goes out: how its sender was verified, and the notice of archiving.
    std::string_view outbound_headers() const { return outbound_headers_; }
    /// The same for what the edge itself answers inwards.
    std::string_view own_trust() const { return own_trust_; }

private:
    std::shared_ptr<topology::Topology const> topology_;
    sip::proxy::OwnNames names_;
    std::array<std::string, 2> sent_by_;  // outside, inside
    std::array<sip::proxy::RecordRoute, 2> record_route_;
    sip::proxy::RouteSignature route_signature_;
    sip::proxy::BorderSettings border_;
    std::array<std::string, 6> trust_;  // unverified and verified of each kind of partner
    std::string outbound_headers_;
    std::string own_trust_;
};

}  // namespace edge
