// From what a DNS message holds to what it means for the one question that was asked.
#pragma once
#include <string_view>

#include "edge/dns/answer.hpp"
#include "edge/dns/wire.hpp"

namespace dns {

struct TtlLimits {
    sansio::Duration positive_max;
    sansio::Duration negative_max;
};

/// `response` answers `name` and `type`. CNAMEs are followed within it; the answer lives as long as the shortest-lived
/// record that it stands on, and an absence as long as the zone's SOA says (RFC 2308 §5), without one not at all.
Answer interpret(WireResponse const& response, std::string_view name, Type type, TtlLimits limits,
                 sansio::Time now);

}  // namespace dns
