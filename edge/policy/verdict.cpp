#include "edge/policy/verdict.hpp"

#include <array>

namespace policy {
namespace {

struct Row {
    Deny deny;
    std::string_view name;
};

constexpr std::array table{
#define POLICY_RULE(name, status, diagnostic, clause, text) \
    Row{Deny{Rule::name, status, diagnostic, clause, text}, #name},
#include "edge/policy/rules.inc"
#undef POLICY_RULE
};

}  // namespace

std::string_view source_type(Partner partner) {
    return partner == Partner::direct ? "DirectPartner" : "AutoFederation";
}

Deny deny(Rule rule) {
    return table[static_cast<std::size_t>(rule)].deny;
}

std::string_view rule_name(Rule rule) {
    return table[static_cast<std::size_t>(rule)].name;
}

}  // namespace policy
