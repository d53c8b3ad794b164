#include "edge/dns/interpretation.hpp"

#include <algorithm>

#include "sansio/domain_name.hpp"

namespace dns {
namespace {

Answer failure(Answer::Outcome outcome, sansio::Time now, std::string text) {
    Answer answer;
    answer.outcome = outcome;
    answer.expires = now;
    answer.text = std::move(text);
    return answer;
}

/// RFC 8767 §4: a TTL is positive, also with its highest bit set; our limit caps it.
sansio::Duration seconds(std::uint32_t ttl) {
    return std::chrono::seconds{ttl};
}

/// False when the chain is longer than we follow, which a circle always is.
bool follow_aliases(WireResponse const& response, AliasChain& chain) {
    for (;;) {
        auto const alias =
            std::find_if(response.answers.begin(), response.answers.end(), [&](WireRecord const& one) {
                return one.type == cname_type && sansio::equal_ignoring_case(one.owner, chain.name);
            });
        if (alias == response.answers.end()) return true;
        if (++chain.length > AliasChain::length_max) return false;
        chain.life = std::min(chain.life, seconds(alias->ttl));
        chain.name = alias->alias;
    }
}

Answer absence(WireResponse const& response, Answer::Outcome outcome, sansio::Duration life, TtlLimits limits,
               sansio::Time now) {
    bool const is_name = outcome == Answer::Outcome::no_such_name;
    Answer answer =
        failure(outcome, now, is_name ? "the name does not exist" : "the name has no such record");
    if (response.negative_ttl)
        answer.expires = now + std::min(limits.negative_max,
                                        std::min(life, seconds(*response.negative_ttl)) / limits.scale);
    return answer;
}

}  // namespace

std::optional<Answer> interpret(WireResponse const& response, AliasChain& chain, Type type, TtlLimits limits,
                                sansio::Time now) {
    using Outcome = Answer::Outcome;
    auto const code = static_cast<ResponseCode>(response.code);
    if (code != ResponseCode::no_error && code != ResponseCode::name_error)
        return failure(Outcome::server_failure, now,
                       "the server answered " + response_code_text(response.code));
    int const followed_before = chain.length;
    if (!follow_aliases(response, chain))
        return failure(Outcome::malformed, now, "the CNAME records go in a circle, or too far");
    // RFC 6604 §3: the code is about the last name of the chain.
    if (code == ResponseCode::name_error)
        return absence(response, Outcome::no_such_name, chain.life, limits, now);
    Answer answer;
    auto life = chain.life;
    for (WireRecord const& record : response.answers) {
        if (record.type != static_cast<std::uint16_t>(type) ||
            !sansio::equal_ignoring_case(record.owner, chain.name))
            continue;
        life = std::min(life, seconds(record.ttl));
        if (type == Type::srv)
            answer.services.push_back(record.service);
        else
            answer.addresses.push_back(record.address);
    }
    if (answer.services.empty() && answer.addresses.empty()) {
        // Without an SOA record an alias without its target is half an answer, not an absence.
        if (chain.length > followed_before && !response.negative_ttl) return std::nullopt;
        return absence(response, Outcome::no_data, life, limits, now);
    }
    answer.outcome = Outcome::found;
    answer.expires = now + std::clamp(life / limits.scale, limits.positive_min, limits.positive_max);
    return answer;
}

}  // namespace dns
