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

sansio::Duration seconds(std::uint32_t ttl) {
    return std::chrono::seconds{ttl};
}

/// Where the CNAMEs of the response lead from `name`; nothing when they go in a circle.
std::optional<std::string_view> follow_aliases(WireResponse const& response, std::string_view name,
                                               sansio::Duration& ttl) {
    constexpr int aliases_max = 8;
    for (int step = 0; step <= aliases_max; ++step) {
        auto const alias =
            std::find_if(response.answers.begin(), response.answers.end(), [name](WireRecord const& one) {
                return one.type == cname_type && sansio::equal_ignoring_case(one.owner, name);
            });
        if (alias == response.answers.end()) return name;
        ttl = std::min(ttl, seconds(alias->ttl));
        name = alias->alias;
    }
    return std::nullopt;
}

Answer absence(WireResponse const& response, Answer::Outcome outcome, TtlLimits limits, sansio::Time now) {
    bool const is_name = outcome == Answer::Outcome::no_such_name;
    Answer answer =
        failure(outcome, now, is_name ? "the name does not exist" : "the name has no such record");
    if (response.negative_ttl)
        answer.expires = now + std::min(limits.negative_max, seconds(*response.negative_ttl));
    return answer;
}

}  // namespace

Answer interpret(WireResponse const& response, std::string_view name, Type type, TtlLimits limits,
                 sansio::Time now) {
    using Outcome = Answer::Outcome;
    if (response.is_truncated)
        return failure(Outcome::truncated, now, "the answer does not fit into a datagram");
    auto const code = static_cast<ResponseCode>(response.code);
    if (code == ResponseCode::name_error) return absence(response, Outcome::no_such_name, limits, now);
    if (code != ResponseCode::no_error)
        return failure(Outcome::server_failure, now,
                       "the server answered " + response_code_text(response.code));
    sansio::Duration ttl = limits.positive_max;
    auto const owner = follow_aliases(response, name, ttl);
    if (!owner) return failure(Outcome::malformed, now, "the CNAME records go in a circle");
    Answer answer;
    for (WireRecord const& record : response.answers) {
        if (record.type != static_cast<std::uint16_t>(type) ||
            !sansio::equal_ignoring_case(record.owner, *owner))
            continue;
        ttl = std::min(ttl, seconds(record.ttl));
        if (type == Type::srv)
            answer.services.push_back(record.service);
        else
            answer.addresses.push_back(record.address);
    }
    if (answer.services.empty() && answer.addresses.empty())
        return absence(response, Outcome::no_data, limits, now);
    answer.outcome = Outcome::found;
    answer.expires = now + ttl;
    return answer;
}

}  // namespace dns
