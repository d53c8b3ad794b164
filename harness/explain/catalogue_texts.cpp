#include "harness/explain/catalogue_texts.hpp"

#include <algorithm>

#include "harness/explain/sent_bytes.hpp"
#include "harness/runner/step_text.hpp"

namespace explain {
namespace {

using Lines = std::vector<std::string>;

std::string level_text(script::Level level) {
    switch (level) {
        case script::Level::must:
            return "must: the RFC leaves no choice";
        case script::Level::should:
            return "should: the RFC allows a reason against it";
        case script::Level::lync:
            return "lync: sourced behaviour of Lync Server 2013";
        case script::Level::choice:
            return "choice: our own decision where no source decides";
    }
    return {};
}

Lines judges_of(script::Requirement const& requirement, std::span<script::Scenario const> scenarios) {
    Lines lines;
    for (auto const& scenario : scenarios)
        if (std::ranges::find(scenario.judges, requirement.id, &script::Judged::requirement) !=
            scenario.judges.end())
            lines.push_back(scenario.id + "  " + scenario.title);
    return lines;
}

void add_steps(std::span<script::Step const> steps, std::string const& depth, Lines& lines) {
    for (auto const& step : steps) {
        lines.push_back(depth + runner::step_text(step));
        for (auto const* const inner : script::inner_steps(step)) add_steps(*inner, depth + "- ", lines);
    }
}

Lines cast_of(script::Scenario const& scenario) {
    auto const users = [](std::vector<script::User> const& all) {
        std::string text;
        for (auto const& user : all) text += (text.empty() ? ", with " : ", ") + user.name;
        return text;
    };
    auto const& organisation = scenario.cast.organisation;
    Lines lines{organisation.id + " (" + organisation.domain + "), whose edge is under test" +
                users(organisation.users)};
    for (auto const& partner : scenario.cast.partners)
        lines.push_back(partner.id + " (" + partner.domain + "), a partner at " + partner.server +
                        users(partner.users));
    return lines;
}

Lines given_of(script::Given const& given) {
    Lines lines;
    if (given.date) lines.push_back(runner::step_text({{}, script::MoveClock{given.date, {}}}));
    auto const add = [&lines](auto const& all) {
        for (auto const& one : all) lines.push_back(runner::step_text({{}, one}));
    };
    add(given.shells);
    add(given.dns);
    add(given.certificates);
    add(given.tls);
    add(given.by_hand);
    return lines;
}

Lines judged_by(script::Scenario const& scenario, std::span<script::Requirement const> requirements) {
    Lines lines;
    for (auto const& judged : scenario.judges) {
        auto const found = std::ranges::find(requirements, judged.requirement, &script::Requirement::id);
        lines.push_back(judged.requirement + (found == requirements.end() ? "" : "  " + found->text));
    }
    return lines;
}

std::string modes_of(script::Modes const& modes) {
    if (modes.virtual_time && modes.loopback) return "virtual and loopback";
    return (modes.virtual_time ? "virtual only: " : "loopback only: ") + modes.because;
}

}  // namespace

Explanation requirement(script::Requirement const& requirement, std::span<script::Scenario const> scenarios,
                        MutantTitles const& titles) {
    Explanation made{"requirement", requirement.id, requirement.text, {}};
    made.say("level", level_text(requirement.level));
    made.say("clause", requirement.clause);
    Lines deciders;
    for (auto const decider : requirement.decided_by) deciders.emplace_back(to_string(decider));
    std::string who;
    for (auto const& decider : deciders) who += (who.empty() ? "" : " or ") + decider;
    made.list("decided by", std::move(deciders));
    made.say("what to change when it fails",
             "Compare the configuration of the " + who +
                 " with what the scenarios below are given; if it is the same, its maker has to act. The "
                 "ladder of "
                 "the run shows which message was wrong and what was expected in its place.");
    made.list("judged by", judges_of(requirement, scenarios));
    made.say("not judged because", requirement.not_judged_because);
    Lines proofs;
    for (auto const& mutant : requirement.proved_by) {
        auto const title = titles.find(mutant);
        proofs.push_back(mutant + (title == titles.end() ? "" : "  " + title->second));
    }
    made.list("proved by mutants", std::move(proofs));
    made.say("how to run", "fedproof run " + requirement.id);
    return made;
}

Explanation scenario(script::Scenario const& scenario, std::span<script::Requirement const> requirements,
                     bool bytes) {
    Explanation made{"scenario", scenario.id, scenario.title, {}};
    made.list("who", cast_of(scenario));
    made.list("given", given_of(scenario.given));
    Lines story;
    add_steps(scenario.story, {}, story);
    made.list("story", std::move(story));
    if (bytes) made.list("what will be sent", sent_bytes(scenario));
    made.list("judges", judged_by(scenario, requirements));
    made.say(
        "what to change when it fails",
        "The ladder of the run shows the first message that is wrong. Compare the configuration of your edge "
        "with what is given above; if it is the same, the maker of the edge has to keep the requirement that "
        "the step breaks.");
    made.say("modes", modes_of(scenario.modes));
    made.say("how to run", "fedproof run " + scenario.id);
    return made;
}

}  // namespace explain
