// Generic test of every aggregate core: each answer that it awaits is in turn late, failed, dropped, given twice where the
// network may do that, and all are shuffled. The contract must hold and the host must come to rest (style.md §2.1).
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "sansio/testing/answer_stage.hpp"

namespace sansio::testing {

/// What happens to the host. Each step finds it after all prompt answers to the step before.
///     Play<Resolver> play{[] { return std::make_unique<Resolver>(settings); }, {}, {}};
///     play.steps.push_back([](Resolver& host, AnswerStage& stage) { host.look_up("fabrikam.com"); stage.touch(); });
///     play.around.datagram = [](SendDatagram const& query) { return reply_to(query.bytes); };
///     EXPECT_EQ(every_answer(play), "");
template <class H>
struct Play {
    std::function<std::unique_ptr<H>()> make;
    std::vector<std::function<void(H&, AnswerStage&)>> steps;
    Around around;
    /// Looked at after each run; answers what is wrong, or nothing. For what a host owes its own users.
    std::function<std::string(H const&, AnswerStage const&)> judge{};
    std::size_t shuffles = 20;
};

/// One run; answers the complaint, if any, and fills `asked`.
template <class H>
std::string run_play(Play<H> const& play, Plan plan, std::vector<std::string>& asked) {
    auto const host = play.make();
    AnswerStage stage(*host, play.around, plan);
    for (auto const& step : play.steps)
        if (stage.complaint().empty()) step(*host, stage);
    if (stage.complaint().empty()) stage.finish();
    asked = stage.asked();
    if (!stage.complaint().empty() || !play.judge) return stage.complaint();
    return play.judge(*host, stage);
}

/// "" if every run keeps the contract, else which answer was treated how and what went wrong.
template <class H>
std::string every_answer(Play<H> const& play) {
    std::vector<std::string> answers;
    std::vector<std::string> asked;
    if (auto const complaint = run_play(play, {}, answers); !complaint.empty())
        return "all answers prompt: " + complaint;
    for (std::size_t number = 0; number < answers.size(); ++number)
        for (auto const fate : unkind_fates)
            if (auto const complaint = run_play(play, {number, fate, std::nullopt}, asked);
                !complaint.empty())
                return "answer " + std::to_string(number) + " (" + answers[number] + ") " + to_string(fate) +
                       ": " + complaint;
    for (std::uint64_t seed = 1; seed <= play.shuffles; ++seed)
        if (auto const complaint = run_play(play, {SIZE_MAX, Fate::prompt, seed}, asked); !complaint.empty())
            return "shuffled with seed " + std::to_string(seed) + ": " + complaint;
    return "";
}

}  // namespace sansio::testing
