// Steps that speak of single messages and connections: send, expect, in-any-order, silence, no-connection.
#include <algorithm>
#include <array>

#include "harness/runner/describe.hpp"
#include "harness/runner/exchange.hpp"
#include "harness/runner/match.hpp"
#include "harness/runner/text.hpp"

namespace runner {
namespace {

using Kind = kit::Observation::Kind;
using kit::Observation;

// ---- send ----

/// Which template a method is written with; others are a page whose start line and CSeq are changed.
std::string template_of(std::string const& method) {
    constexpr std::array named{std::pair{"MESSAGE", "page"}, std::pair{"INVITE", "invite"},
                               std::pair{"OPTIONS", "options"}, std::pair{"BYE", "bye"}};
    auto const found =
        std::find_if(named.begin(), named.end(), [&](auto const& row) { return method == row.first; });
    return found == named.end() ? std::string() : found->second;
}

class SendAct final : public Act {
public:
    explicit SendAct(script::Send const& step) : step_(step) {}

    Progress advance(Play& play, sansio::Time now) override {
        std::string const& owner = party_of(step_.from);
        kit::Party* const party = play.scenery().party(owner);
        if (party == nullptr) return Mistake{owner + " is not running, so it cannot send anything"};
        kit::SendOrder order;
        order.user = step_.from.address;
        order.to = step_.to.address.empty() ? play.host_uri(step_.to, owner) : step_.to.address;
        if (step_.pieces == script::Pieces::single_bytes) order.piece_size = 1;
        if (auto mistake = step_.message ? write_literal(play, order) : write_template(play, order))
            return *mistake;
        kit::Sent const sent = party->send(order, now);
        if (!sent) return Mistake{sent.error().text};
        play.scenery().touch(owner);
        play.forgiven.push_back({*sent});
        if (!step_.label.empty()) play.labelled[step_.label] = *sent;
        return Done{};
    }

private:
    using Trouble = std::optional<Mistake>;

    Trouble write_literal(Play const& play, kit::SendOrder& order) const {
        auto const bytes = play.bytes(*step_.message);
        if (!bytes) return Mistake{bytes.error()};
        order.literal = *bytes;
        order.exact = true;
        return std::nullopt;
    }

    Trouble write_template(Play const& play, kit::SendOrder& order) const {
        order.template_name = template_of(step_.method);
        if (order.template_name.empty()) {
            order.template_name = "page";
            std::string const uri = order.to.starts_with("sip:") ? order.to : "sip:" + order.to;
            order.edits = {"=" + step_.method + " " + uri + " SIP/2.0", "CSeq: 1 " + step_.method};
        }
        auto const body = play.substituted(step_.body);
        if (!body) return Mistake{body.error()};
        order.body = *body;
        for (auto const& header : step_.headers) {
            auto const value = play.substituted(header.value.value_or(""));
            if (!value) return Mistake{value.error()};
            order.edits.push_back(header.value ? header.name + ": " + *value : "-" + header.name);
        }
        return std::nullopt;
    }

    script::Send const& step_;
};

// ---- expect ----

/// Whether an <expect> has to look at `event` at all.
bool is_candidate(script::Expect const& expect, Observation const& event, Play const& play) {
    if (event.kind != Kind::received || play.is_taken(event.index) || !is_at(expect.at, event)) return false;
    if (!expect.of.empty()) {
        auto const sent = play.labelled.find(expect.of);
        if (sent == play.labelled.end() || event.summary.is_request ||
            event.summary.call_id != sent->second.call_id || event.summary.cseq_number != sent->second.cseq)
            return false;
    }
    // What a party answers as its duty is nobody's business, unless a step asks for just that.
    return !event.automatic || !difference(expect, event, play);
}

class ExpectAct final : public Act {
public:
    explicit ExpectAct(script::Expect const& step) : step_(step) {}

    Progress advance(Play& play, sansio::Time now) override {
        if (!began_) began_ = now;
        for (auto const& event : play.journal().all()) {
            if (!is_candidate(step_, event, play)) continue;
            play.take(event);
            auto const other = difference(step_, event, play);
            if (!other) return Done{};
            return Failed{wanted(step_), describe(event) + ": " + *other};
        }
        auto const limit = play.limit(step_.within);
        if (now < *began_ + limit) return Waiting{*began_ + limit};
        return Failed{wanted(step_), seen_instead(play, 0) + " in " + to_text(now - *began_)};
    }

private:
    script::Expect const& step_;
    std::optional<sansio::Time> began_;
};

class InAnyOrderAct final : public Act {
public:
    explicit InAnyOrderAct(script::InAnyOrder const& step) {
        for (auto const& expect : step.expects) open_.push_back(&expect);
    }

    Progress advance(Play& play, sansio::Time now) override {
        if (!began_) began_ = now;
        for (auto const& event : play.journal().all())
            if (auto failed = hear(play, event)) return *std::move(failed);
        if (open_.empty()) return Done{};
        sansio::Time until = *began_;
        for (auto const* expect : open_) until = std::max(until, *began_ + play.limit(expect->within));
        if (now < until) return Waiting{until};
        return Failed{wishes(), seen_instead(play, 0) + " in " + to_text(now - *began_)};
    }

private:
    std::optional<Failed> hear(Play& play, Observation const& event) {
        bool concerned = false;
        std::string why;
        for (auto expect = open_.begin(); expect != open_.end(); ++expect) {
            if (!is_candidate(**expect, event, play)) continue;
            concerned = true;
            auto const other = difference(**expect, event, play);
            if (!other) {
                play.take(event);
                open_.erase(expect);
                return std::nullopt;
            }
            why += (why.empty() ? "" : "; ") + *other;
        }
        if (!concerned) return std::nullopt;
        play.take(event);
        return Failed{wishes(), describe(event) + ": " + why};
    }
    std::string wishes() const {
        std::string text;
        for (auto const* expect : open_) text += (text.empty() ? "" : "\nor ") + wanted(*expect);
        return text;
    }

    std::vector<script::Expect const*> open_;
    std::optional<sansio::Time> began_;
};

// ---- nothing ----

class SilenceAct final : public Act {
public:
    explicit SilenceAct(script::Silence const& step) : step_(step) {}

    Progress advance(Play& play, sansio::Time now) override {
        auto const duration = play.scaled(step_.duration);
        if (!until_) until_ = now + duration;
        for (auto const& event : play.journal().all()) {
            if (!play.is_open(event) || !is_at(step_.at, event)) continue;
            play.take(event);
            return Failed{"nothing at " + step_.at.name + " for " + to_text(duration), describe(event)};
        }
        if (now < *until_) return Waiting{*until_};
        return Done{};
    }

private:
    script::Silence const& step_;
    std::optional<sansio::Time> until_;
};

/// The partner's server tries OPTIONS to the edge itself: what comes back must be the end of the connection.
class NoConnectionAct final : public Act {
public:
    explicit NoConnectionAct(script::NoConnection const& step) : step_(step) {}

    Progress advance(Play& play, sansio::Time now) override {
        if (!sent_) {
            kit::Party* const party = play.scenery().party(step_.from.name);
            if (party == nullptr) return Mistake{step_.from.name + " is not running, so it cannot connect"};
            next_ = play.journal().size();
            kit::Sent const sent = party->options("", play.host_uri(step_.to, step_.from.name), now);
            if (!sent) return Mistake{sent.error().text};
            play.scenery().touch(step_.from.name);
            sent_ = *sent;
            play.forgiven.push_back({*sent, true});
            deadline_ = now + play.limit(step_.within);
        }
        for (; next_ < play.journal().size(); ++next_) {
            Observation const& event = play.journal().at(next_);
            if (event.party != step_.from.name) continue;
            if (event.kind == Kind::received && event.summary.call_id == sent_->call_id)
                return Failed{expected(), describe(event)};
            if (event.kind == Kind::connect_failed || event.kind == Kind::closed) return Done{};
        }
        if (now < deadline_) return Waiting{deadline_};
        return Failed{expected(), "a connection that stays open"};
    }

private:
    std::string expected() const { return "no connection from " + step_.from.name + " to the edge"; }

    script::NoConnection const& step_;
    std::optional<kit::SentRequest> sent_;
    std::size_t next_ = 0;
    sansio::Time deadline_{};
};

}  // namespace

std::unique_ptr<Act> make_wire_act(script::Step const& step) {
    if (auto const* send = std::get_if<script::Send>(&step.what)) return std::make_unique<SendAct>(*send);
    if (auto const* expect = std::get_if<script::Expect>(&step.what))
        return std::make_unique<ExpectAct>(*expect);
    if (auto const* group = std::get_if<script::InAnyOrder>(&step.what))
        return std::make_unique<InAnyOrderAct>(*group);
    if (auto const* silence = std::get_if<script::Silence>(&step.what))
        return std::make_unique<SilenceAct>(*silence);
    if (auto const* none = std::get_if<script::NoConnection>(&step.what))
        return std::make_unique<NoConnectionAct>(*none);
    return nullptr;
}

}  // namespace runner
