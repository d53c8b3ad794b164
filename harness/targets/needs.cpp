#include "harness/targets/needs.hpp"

#include <algorithm>
#include <array>

namespace targets {
namespace {

using script::Machine;
using script::Scenario;

struct Capability {
    std::string_view name;
    std::string_view text;
    std::string_view requirements;
};

#define CAPABILITY(name, text, requirements) Capability{name, text, requirements},
constexpr std::array capabilities{
#include "harness/targets/capabilities.inc"
};
#undef CAPABILITY

constexpr auto names = [] {
    std::array<std::string_view, capabilities.size()> words{};
    for (std::size_t index = 0; index < words.size(); ++index) words[index] = capabilities[index].name;
    return words;
}();

/// Whether one of the words begins the id.
bool covers(std::string_view words, std::string_view id) {
    while (!words.empty()) {
        auto const end = std::min(words.find(' '), words.size());
        if (end > 0 && id.starts_with(words.substr(0, end))) return true;
        words.remove_prefix(std::min(end + 1, words.size()));
    }
    return false;
}

bool is_of_edge(Machine const& machine) {
    return machine.kind == Machine::Kind::edge;
}

/// The capability that a step asks for by what it is; empty: none.
struct AskedByStep {
    std::string_view operator()(script::Shell const&) const { return "apply"; }
    std::string_view operator()(script::CertificateChange const& step) const {
        return is_of_edge(step.of) && step.at_once ? "apply" : "";
    }
    std::string_view operator()(script::MoveClock const&) const { return "calendar"; }
    std::string_view operator()(script::EdgeHolds const&) const { return "held"; }
    std::string_view operator()(script::Kill const& step) const { return restart(step.machine); }
    std::string_view operator()(script::Start const& step) const { return restart(step.machine); }
    std::string_view operator()(script::Restart const& step) const { return restart(step.machine); }
    template <class Other>
    std::string_view operator()(Other const&) const {
        return "";
    }

private:
    static std::string_view restart(Machine const& machine) { return is_of_edge(machine) ? "restart" : ""; }
};

std::string_view missing_in_steps(std::vector<script::Step> const& steps, Target const& target) {
    for (auto const& step : steps) {
        auto const asked = std::visit(AskedByStep{}, step.what);
        if (!asked.empty() && !target.can(asked)) return asked;
        for (auto const* const inner : script::inner_steps(step))
            if (auto const missing = missing_in_steps(*inner, target); !missing.empty()) return missing;
    }
    return {};
}

std::string lacks(std::string_view capability) {
    return "the target does not say that it " + std::string(capability_text(capability)) + " (capability \"" +
           std::string(capability) + "\")";
}

bool decided_by_target(script::Requirement const& requirement) {
    return std::ranges::any_of(requirement.decided_by, [](script::Decider decider) {
        return decider == script::Decider::edge || decider == script::Decider::gateway;
    });
}

/// A judgement may rest on several requirements: what others decide, or we chose, weighs nothing against a stranger.
std::string why_nothing_is_judged(Scenario const& scenario,
                                  std::vector<script::Requirement> const& requirements) {
    bool others = false;
    for (auto const& judged : scenario.judges) {
        auto const* const requirement = script::find_requirement(requirements, judged.requirement);
        if (requirement == nullptr) return {};  // one of the author's own
        if (!decided_by_target(*requirement))
            others = true;
        else if (requirement->level != script::Level::choice)
            return {};
    }
    return others ? "what it judges is not the target's to decide"
                  : "it judges choices of fedproof's own edge only";
}

}  // namespace

std::span<std::string_view const> capability_names() {
    return names;
}

std::string_view capability_text(std::string_view name) {
    auto const* const found = std::ranges::find(capabilities, name, &Capability::name);
    return found == capabilities.end() ? std::string_view{} : found->text;
}

std::string why_unsupported(Scenario const& scenario, Target const& target,
                            std::vector<script::Requirement> const& requirements) {
    if (auto reason = why_nothing_is_judged(scenario, requirements); !reason.empty()) return reason;
    for (auto const& judged : scenario.judges)
        for (auto const& capability : capabilities)
            if (covers(capability.requirements, judged.requirement) && !target.can(capability.name))
                return judged.requirement + ": " + lacks(capability.name);
    if (scenario.given.date && !target.can("calendar")) return lacks("calendar");
    if (scenario.scaled_timers && !target.can("timers")) return lacks("timers");
    if (auto const missing = missing_in_steps(scenario.story, target); !missing.empty())
        return lacks(missing);
    for (auto const& need : scenario.needs)
        if (!target.can(need)) return lacks(need);
    return {};
}

bool judges_a_choice(Scenario const& scenario, std::vector<script::Requirement> const& requirements) {
    return std::ranges::any_of(scenario.judges, [&](script::Judged const& judged) {
        auto const* const requirement = script::find_requirement(requirements, judged.requirement);
        return requirement != nullptr && requirement->level == script::Level::choice;
    });
}

}  // namespace targets
