// <traffic>: flows of messages at the same time, with the times that their answers took.
#include <algorithm>
#include <map>

#include "harness/runner/act.hpp"
#include "harness/runner/describe.hpp"
#include "harness/runner/text.hpp"

namespace runner {
namespace {

using Kind = kit::Observation::Kind;

/// How long a message may take to its end when the flow does not say: its own timer (64*T1) and a little.
constexpr sansio::Duration usual_end = std::chrono::seconds{35};

class FlowRun {
public:
    explicit FlowRun(script::Flow const& flow) : flow_(flow), count_(flow.to.size() * flow.each) {}

    bool has_sent_all() const { return sent_ == count_; }
    bool is_done() const { return has_sent_all() && open_.empty(); }
    sansio::Time next_at() const { return next_at_; }
    sansio::Time end() const { return end_; }
    bool owns(std::string const& call_id) const {
        return open_.contains(call_id) || ended_.contains(call_id);
    }
    std::string const& sender() const { return party_of(flow_.from); }

    /// Sends what is due.
    std::optional<Mistake> send(Play& play, sansio::Time now) {
        if (sent_ == 0) next_at_ = now;
        while (!has_sent_all() && next_at_ <= now) {
            kit::Party* const party = play.scenery().party(sender());
            if (party == nullptr) return Mistake{sender() + " is not running, so it cannot send anything"};
            auto const& to = flow_.to[sent_ % flow_.to.size()];
            auto const sent =
                party->page(flow_.from.address, to.address, "message " + std::to_string(sent_ + 1), now);
            if (!sent) return Mistake{sent.error().text};
            play.scenery().touch(sender());
            open_[sent->call_id] = {now, party_of(to), false};
            ++sent_;
            next_at_ += play.scaled(flow_.every);
            end_ = now +
                   (flow_.within ? play.limit(flow_.within) : std::max(usual_end, play.limit(std::nullopt)));
        }
        return std::nullopt;
    }

    std::optional<Failed> hear(Play& play, kit::Observation const& event) {
        play.take(event);
        auto const found = open_.find(event.summary.call_id);
        if (found == open_.end()) {
            bool const late = event.kind == Kind::received && flow_.may_be_lost && event.summary.is_request;
            if (late || event.kind == Kind::sent) return std::nullopt;
            return Failed{"one end of each message", describe(event)};
        }
        if (event.kind == Kind::note) return note(found, event);
        if (event.kind != Kind::received) return std::nullopt;
        if (event.summary.is_request) {
            if (!play.is_of(event.party, found->second.receiver) ||
                std::exchange(found->second.arrived, true))
                return Failed{"each message once at " + found->second.receiver, describe(event)};
            return std::nullopt;
        }
        if (event.summary.status < 200) return std::nullopt;
        if (flow_.status && event.summary.status != static_cast<int>(*flow_.status))
            return Failed{std::to_string(*flow_.status) + " to each message", describe(event)};
        if (event.summary.status / 100 == 2 && !found->second.arrived)
            return Failed{"each message at " + found->second.receiver + " before it is answered",
                          describe(event)};
        times_.push_back(event.at - found->second.at);
        end_message(found);
        return std::nullopt;
    }

    /// Whether the answers came as fast as the flow says.
    std::optional<Failed> judge(Play& play) const {
        auto times = times_;
        std::ranges::sort(times);
        auto const value = [&times](unsigned percent) {
            return times[std::max<std::size_t>(1, (times.size() * percent + 99) / 100) - 1];
        };
        auto const check = [&](std::optional<sansio::Duration> limit, unsigned percent,
                               char const* name) -> std::optional<Failed> {
            if (!limit || times.empty()) return std::nullopt;
            auto const seen = value(percent);
            if (seen <= play.scaled(*limit)) return std::nullopt;
            return Failed{
                std::string(name) + " of " + to_text(*limit) + " for the answers to " + flow_.from.name,
                to_text(seen) + " over " + std::to_string(times.size()) + " answers"};
        };
        if (auto slow = check(flow_.p50, 50, "p50")) return slow;
        if (auto slow = check(flow_.p99, 99, "p99")) return slow;
        if (!flow_.label.empty() && !times.empty()) play.p99s[flow_.label] = value(99);
        if (auto const before = play.p99s.find(flow_.p99_of);
            before != play.p99s.end() && !times.empty() && value(99) > before->second)
            return Failed{
                "a p99 no later than the " + to_text(before->second) + " of \"" + flow_.p99_of + "\"",
                to_text(value(99))};
        return check(flow_.max, 100, "a maximum");
    }
    std::string missing() const {
        return std::to_string(open_.size()) + " of " + std::to_string(count_) + " messages of " +
               flow_.from.name + " without an end";
    }

private:
    struct Message {
        sansio::Time at{};
        std::string receiver;
        bool arrived = false;
    };
    using Open = std::map<std::string, Message>;

    std::optional<Failed> note(Open::iterator found, kit::Observation const& event) {
        if (event.party != sender()) return std::nullopt;
        if (!flow_.may_be_lost) return Failed{"an answer to each message", describe(event)};
        end_message(found);
        return std::nullopt;
    }
    void end_message(Open::iterator found) {
        ended_.insert(found->first);
        open_.erase(found);
    }

    script::Flow const& flow_;
    std::size_t count_;
    std::size_t sent_ = 0;
    sansio::Time next_at_{};
    sansio::Time end_{};
    Open open_;
    std::set<std::string> ended_;
    std::vector<sansio::Duration> times_;
};

class TrafficAct final : public Act {
public:
    explicit TrafficAct(script::Traffic const& step) {
        for (auto const& flow : step.flows) flows_.emplace_back(flow);
    }

    Progress advance(Play& play, sansio::Time now) override {
        if (!next_) {
            next_ = play.journal().size();
            play.mark_action();
        }
        // What was just sent may be in the journal already; only what is known as ours is looked at.
        for (auto& flow : flows_)
            if (auto mistake = flow.send(play, now)) return *mistake;
        for (; *next_ < play.journal().size(); ++*next_) {
            auto const& event = play.journal().at(*next_);
            for (auto& flow : flows_)
                if (flow.owns(event.summary.call_id))
                    if (auto failed = flow.hear(play, event)) return *std::move(failed);
        }
        return outcome(play, now);
    }

private:
    Progress outcome(Play& play, sansio::Time now) const {
        std::optional<sansio::Time> wait;
        for (auto const& flow : flows_) {
            if (flow.is_done()) continue;
            auto const until = flow.has_sent_all() ? flow.end() : flow.next_at();
            if (flow.has_sent_all() && until <= now) return Failed{"an end of each message", flow.missing()};
            if (!wait || until < *wait) wait = until;
        }
        if (wait) return Waiting{*wait};
        for (auto const& flow : flows_)
            if (auto slow = flow.judge(play)) return *std::move(slow);
        return Done{};
    }

    std::vector<FlowRun> flows_;
    std::optional<std::size_t> next_;
};

}  // namespace

std::unique_ptr<Act> make_traffic_act(script::Step const& step) {
    if (auto const* traffic = std::get_if<script::Traffic>(&step.what))
        return std::make_unique<TrafficAct>(*traffic);
    return nullptr;
}

}  // namespace runner
