// What the policy says of a request: it may pass, it may not, or somebody must be asked first.
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>

#include "sansio/address.hpp"

namespace policy {

/// Every rule that can refuse a request; rules.inc says how each answers.
enum class Rule : std::uint8_t {
#define POLICY_RULE(name, status, diagnostic, clause, text) name,
#include "edge/policy/rules.inc"
#undef POLICY_RULE
};

/// How a partner came to be allowed: tokens of ms-source-type (MS-SIPRE §2.2.15).
enum class Partner : std::uint8_t {
    direct,      // listed with its server: DirectPartner
    listed,      // listed by domain: AutoFederation
    discovered,  // found by SRV only: AutoFederation
};
std::string_view source_type(Partner partner);

/// Where a request goes or came from. Views live as long as the topology and the strings that were asked with.
struct Route {
    Partner partner = Partner::listed;
    std::string_view domain;      // the partner's SIP domain
    std::string_view proxy_fqdn;  // empty: look up the SRV record of `domain`
    /// Where proxy_fqdn is; nothing: look up its addresses, port 5061.
    std::optional<sansio::Endpoint> proxy_address;
};

struct Allow {
    Route route;
};

/// `status` goes to the sender. `diagnostic` is for senders inside and for logs, never for a federated peer, who gets
/// a bare status; 0: none.
struct Deny {
    Rule rule;
    int status = 0;
    std::uint32_t diagnostic = 0;
    std::string_view clause;  // who says so
    std::string_view text;
};

/// The SRV record of `domain` must be known first: ask again with it.
struct Ask {
    std::string_view domain;
};

using Verdict = std::variant<Allow, Deny, Ask>;

/// The refusal as rules.inc has it.
Deny deny(Rule rule);
/// The stable name of a rule, as logs and reports write it: "blocked_domain".
std::string_view rule_name(Rule rule);

}  // namespace policy
