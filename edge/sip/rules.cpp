#include "edge/sip/rules.hpp"

#include <array>

namespace sip {

namespace {

constexpr std::array rules{
#define RULE(identifier, layer, clause, status, text, file) \
    RuleText{#identifier, Layer::layer, clause, status, text, file},
#include "edge/sip/rules.inc"
#undef RULE
};

}  // namespace

RuleText const& describe(Rule rule) {
    return rules[static_cast<std::size_t>(rule)];
}

}  // namespace sip
