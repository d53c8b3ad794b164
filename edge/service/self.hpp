// What a topology means for the messages that pass: our names, the texts we add. Computed once per configuration.
#pragma once
#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "edge/policy/verdict.hpp"
#include "edge/service/links.hpp"
#include "edge/sip/proxy/own_names.hpp"
#include "edge/topology/topology.hpp"

namespace edge {

class Self {
public:
    explicit Self(std::shared_ptr<topology::Topology const> topology);

    topology::Topology const& topology() const { return *topology_; }
    sip::proxy::OwnNames const& names() const { return names_; }
    /// "sip.contoso.com:5061" of that side: what our Via says.
    std::string_view sent_by(Side side) const { return side == Side::outside ? external_ : internal_; }
    /// What our Record-Route says, on both sides alike.
    std::string_view record_route() const { return record_route_; }
    /// The whole trust line for what comes in from such a partner (MS-SIPRE §2.2.15).
    std::string_view trust(policy::Partner partner) const {
        return trust_[static_cast<std::size_t>(partner)];
    }
    /// The same for what the edge itself answers inwards.
    std::string_view own_trust() const { return own_trust_; }

private:
    std::shared_ptr<topology::Topology const> topology_;
    sip::proxy::OwnNames names_;
    std::string external_;
    std::string internal_;
    std::string record_route_;
    std::array<std::string, 3> trust_;
    std::string own_trust_;
};

}  // namespace edge
