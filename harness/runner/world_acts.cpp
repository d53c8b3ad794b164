// Steps that change the world: machines, configuration, DNS, certificates, the calendar, and the passing of time.
#include <algorithm>

#include "harness/runner/act.hpp"
#include "harness/runner/text.hpp"

namespace runner {
namespace {

std::string sentence(Refusals const& refusals) {
    std::string text;
    for (auto const& refusal : refusals) {
        text += text.empty() ? "" : "\n";
        if (refusal.place.line != 0) text += "line " + std::to_string(refusal.place.line) + ": ";
        text += refusal.text;
    }
    return text;
}

/// How long a machine may take until it runs as it was told.
constexpr sansio::Duration readiness_wait = std::chrono::seconds{20};
constexpr sansio::Duration look_again = std::chrono::milliseconds{5};

/// Gives one order, then waits until it is in force.
template <class Order>
class OrderAct final : public Act {
public:
    explicit OrderAct(Order order) : order_(std::move(order)) {}

    Progress advance(Play& play, sansio::Time now) override {
        if (!until_) {
            until_ = now + readiness_wait;
            if (Refusals const refusals = order_(play); !refusals.empty()) return Mistake{sentence(refusals)};
        }
        switch (play.scenery().readiness()) {
            case Scenery::Readiness::ready:
                return Done{};
            case Scenery::Readiness::failed:
                return Failed{"the machine runs as it was told", play.scenery().failure()};
            case Scenery::Readiness::pending:
                break;
        }
        if (now < *until_) return Waiting{std::min(*until_, now + look_again)};
        return Failed{"the machine runs as it was told", "it is not ready after " + to_text(readiness_wait)};
    }

private:
    Order order_;
    std::optional<sansio::Time> until_;
};

template <class Order>
std::unique_ptr<Act> ordered(Order order) {
    return std::make_unique<OrderAct<Order>>(std::move(order));
}

/// A command that must be refused, for this reason.
class RefusedShellAct final : public Act {
public:
    explicit RefusedShellAct(script::Shell const& step) : step_(step) {}

    Progress advance(Play& play, sansio::Time) override {
        Refusals const refusals = play.scenery().type(step_);
        std::string const wish = "the command is refused: " + *step_.refused;
        if (refusals.empty()) return Failed{wish, "it was carried out"};
        bool const fits = std::ranges::any_of(refusals, [this](Refusal const& refusal) {
            return refusal.text.find(*step_.refused) != std::string::npos;
        });
        if (!fits) return Failed{wish, sentence(refusals)};
        return Done{};
    }

private:
    script::Shell const& step_;
};

class WaitAct final : public Act {
public:
    explicit WaitAct(sansio::Duration duration) : duration_(duration) {}

    Progress advance(Play& play, sansio::Time now) override {
        if (!until_) until_ = now + play.scaled(duration_);
        if (now < *until_) return Waiting{*until_};
        return Done{};
    }

private:
    sansio::Duration duration_;
    std::optional<sansio::Time> until_;
};

class SlowAct final : public Act {
public:
    explicit SlowAct(script::Slow const& step) : step_(step) {}

    Progress advance(Play& play, sansio::Time) override {
        kit::Party* const party = play.scenery().party(step_.partner);
        if (party == nullptr) return Mistake{step_.partner + " is not running, so it cannot be slow"};
        party->behave();
        kit::Misbehaviour late;
        late.kind = step_.answers_after ? kit::Misbehaviour::Kind::answer_late
                                        : kit::Misbehaviour::Kind::answer_never;
        late.delay = play.scaled(step_.answers_after.value_or(sansio::Duration{}));
        if (step_.answers_after != sansio::Duration{}) party->misbehave(late);
        play.scenery().touch(step_.partner);
        return Done{};
    }

private:
    script::Slow const& step_;
};

struct Maker {
    using Made = std::unique_ptr<Act>;

    Made operator()(script::Kill const& step) const {
        return ordered([&step](Play& play) { return play.scenery().kill(step.machine); });
    }
    Made operator()(script::Start const& step) const {
        return ordered([&step](Play& play) { return play.scenery().start(step.machine); });
    }
    Made operator()(script::Restart const& step) const {
        return ordered([&step](Play& play) {
            Refusals refusals = play.scenery().kill(step.machine);
            return refusals.empty() ? play.scenery().start(step.machine) : refusals;
        });
    }
    Made operator()(script::Shell const& step) const {
        if (step.refused) return std::make_unique<RefusedShellAct>(step);
        return ordered([&step](Play& play) { return play.scenery().type(step); });
    }
    Made operator()(script::DnsChange const& step) const {
        return ordered([&step](Play& play) { return play.scenery().change(step); });
    }
    Made operator()(script::CertificateChange const& step) const {
        return ordered([&step](Play& play) { return play.scenery().change(step); });
    }
    Made operator()(script::TlsChange const& step) const {
        return ordered([&step](Play& play) { return play.scenery().change(step); });
    }
    Made operator()(script::ByHand const& step) const {
        return ordered([&step](Play& play) { return play.scenery().change(step); });
    }
    Made operator()(script::Interrupt const& step) const {
        return ordered([&step](Play& play) {
            play.mark_action();
            return play.scenery().interrupt(step);
        });
    }
    Made operator()(script::MoveClock const& step) const {
        return ordered([&step](Play& play) { return play.scenery().move_clock(step); });
    }
    Made operator()(script::Wait const& step) const { return std::make_unique<WaitAct>(step.duration); }
    Made operator()(script::Slow const& step) const { return std::make_unique<SlowAct>(step); }
    template <class Other>
    Made operator()(Other const&) const {
        return nullptr;
    }
};

}  // namespace

std::unique_ptr<Act> make_world_act(script::Step const& step) {
    return std::visit(Maker{}, step.what);
}

}  // namespace runner
