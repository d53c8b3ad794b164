// From what a DNS message holds to what it means for the one question that was asked.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "edge/dns/answer.hpp"
#include "edge/dns/wire.hpp"

namespace dns {

struct TtlLimits {
    sansio::Duration positive_min;  // a shorter life is made as long as this
    sansio::Duration positive_max;
    sansio::Duration negative_max;
    std::uint32_t scale = 1;  // what a record says is divided by it
};

/// How far the CNAMEs of one question were followed, over as many responses as it takes.
struct AliasChain {
    static constexpr int length_max = 8;

    std::string name;  // where they lead to; at first the name that was asked for
    int length = 0;    // steps so far
    sansio::Duration life = sansio::Duration::max();  // of the shortest-lived alias
};

/// What `response` says about `chain.name` and `type`. CNAMEs are followed within it and move `chain`. Nothing when they
/// lead to a name that the response does not speak of, so that it has to be asked for. The answer lives as long as the
/// shortest-lived record that it stands on, and an absence as long as the zone's SOA says (RFC 2308 §5), without one not
/// at all.
std::optional<Answer> interpret(WireResponse const& response, AliasChain& chain, Type type, TtlLimits limits,
                                sansio::Time now);

}  // namespace dns
