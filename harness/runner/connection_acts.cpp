// Steps that speak of connections: connect, close, closed, connected, pong, no-connection.
#include <algorithm>

#include "harness/runner/act.hpp"
#include "harness/runner/describe.hpp"
#include "harness/runner/exchange.hpp"
#include "harness/runner/text.hpp"

namespace runner {
namespace {

using Kind = kit::Observation::Kind;
using kit::Observation;

/// The index of the TLS profile without a certificate that the stage gives to every party.
constexpr sansio::TlsProfile without_certificate{1};

class ConnectAct final : public Act {
public:
    explicit ConnectAct(script::Connect const& step) : step_(step) {}

    Progress advance(Play& play, sansio::Time now) override {
        std::string const& owner = step_.from.name;
        kit::Party* const party = play.scenery().party(owner);
        if (party == nullptr) return Mistake{owner + " is not running, so it cannot connect"};
        if (!deadline_) begin(play, *party, now);
        for (; next_ < play.journal().size(); ++next_) {
            Observation const& event = play.journal().at(next_);
            if (event.party != owner || std::ranges::count(open_, event.connection) + waiting(event) == 0)
                continue;
            if (auto end = hear(play, event)) return *std::move(end);
        }
        if (is_done(now)) return finish(play);
        if (now < *deadline_) return Waiting{*deadline_};
        return Failed{expected(), std::to_string(open_.size()) + " open, " + std::to_string(lost_) +
                                      " refused, " + std::to_string(waiting_.size()) + " without an end in " +
                                      to_text(limit_)};
    }

private:
    void begin(Play& play, kit::Party& party, sansio::Time now) {
        limit_ = play.limit(step_.within);
        deadline_ = now + limit_;
        next_ = play.journal().size();
        play.mark_action();
        kit::ConnectOrder order{play.scenery().edge_for(step_.from.name)};
        if (!step_.certificate) order.profile = without_certificate;
        if (!step_.tls) order.profile = sansio::plain_tcp;
        for (unsigned count = 0; count < step_.count; ++count) waiting_.insert(party.connect(order));
        play.scenery().touch(step_.from.name);
    }
    std::ptrdiff_t waiting(Observation const& event) const {
        return static_cast<std::ptrdiff_t>(waiting_.count(event.connection));
    }
    std::optional<Progress> hear(Play& play, Observation const& event) {
        using Outcome = script::Connect::Outcome;
        if (event.kind == Kind::connected) {
            waiting_.erase(event.connection);
            open_.push_back(event.connection);
        } else if (event.kind == Kind::connect_failed || event.kind == Kind::closed) {
            waiting_.erase(event.connection);
            std::erase(open_, event.connection);
            ++lost_;
            why_ = describe(event);
            play.take(event);
            if (step_.outcome == Outcome::open) return Failed{expected(), why_};
        }
        return std::nullopt;
    }
    /// What shall be refused may be so after the client's own handshake (TLS 1.3), so an open connection is no answer yet.
    bool is_done(sansio::Time) const {
        using Outcome = script::Connect::Outcome;
        return waiting_.empty() && (step_.outcome != Outcome::refused || open_.empty());
    }
    Progress finish(Play& play) {
        auto& named = play.connections[step_.name];
        named.clear();
        for (auto const id : open_) {
            named.push_back({step_.from.name, id});
            // Any outcome is right, so the edge may end them later as well.
            if (step_.outcome == script::Connect::Outcome::any) play.ended_by_story.insert(named.back());
        }
        return Done{};
    }
    std::string expected() const {
        std::string const count =
            step_.count == 1 ? "a connection" : std::to_string(step_.count) + " connections";
        return count + (step_.outcome == script::Connect::Outcome::refused ? " refused" : " open") +
               " from " + step_.from.name + " to the edge";
    }

    script::Connect const& step_;
    std::set<sansio::ConnectionId> waiting_;
    std::vector<sansio::ConnectionId> open_;
    std::size_t lost_ = 0;
    std::string why_;
    std::size_t next_ = 0;
    sansio::Duration limit_{};
    std::optional<sansio::Time> deadline_;
};

class CloseAct final : public Act {
public:
    explicit CloseAct(script::CloseConnection const& step) : step_(step) {}

    Progress advance(Play& play, sansio::Time) override {
        using Way = script::CloseConnection::Way;
        std::string const& owner = step_.from.name;
        kit::Party* const party = play.scenery().party(owner);
        if (party == nullptr) return Mistake{owner + " is not running, so it has no connections"};
        auto const way = step_.way == Way::reset ? sansio::Close::Way::abort : sansio::Close::Way::flush;
        bool any = false;
        for (auto const& one : chosen(play, *party)) {
            if (one.party != owner) continue;
            party->close(one.id, way);
            play.ended_by_story.insert(one);
            any = true;
        }
        if (!any) return Mistake{owner + " has no such connection"};
        play.mark_action();
        play.scenery().touch(owner);
        return Done{};
    }

private:
    std::vector<NamedConnection> chosen(Play const& play, kit::Party const& party) const {
        if (!step_.connection.empty()) return play.connections_of(step_.connection);
        std::vector<NamedConnection> all;
        for (auto const id : party.connections()) all.push_back({step_.from.name, id});
        return all;
    }

    script::CloseConnection const& step_;
};

/// A time before which nothing may come, and one until which it must.
struct Window {
    sansio::Time began;
    sansio::Time end;
    std::optional<sansio::Duration> not_before;

    std::optional<Failed> judge(std::string const& expected, Observation const& event) const {
        if (!not_before || event.at - began >= *not_before) return std::nullopt;
        return Failed{expected + ", not before " + to_text(*not_before),
                      describe(event) + " after " + to_text(event.at - began)};
    }
};

class ClosedAct final : public Act {
public:
    explicit ClosedAct(script::Closed const& step) : step_(step) {}

    Progress advance(Play& play, sansio::Time now) override {
        if (!window_) begin(play, now);
        if (!step_.connection.empty() && left_.empty())
            return Mistake{"no connection is called \"" + step_.connection + "\""};
        for (; next_ < play.journal().size(); ++next_) {
            Observation const& event = play.journal().at(next_);
            if (event.kind != Kind::closed || event.party != step_.at.name || play.is_taken(event.index))
                continue;
            if (!step_.connection.empty() && left_.erase({event.party, event.connection}) == 0) continue;
            play.take(event);
            if (auto early = window_->judge(expected(), event)) return *std::move(early);
            if (!fits(event)) return Failed{expected(), describe(event)};
            if (left_.empty()) return Done{};
        }
        if (now < window_->end) return Waiting{window_->end};
        return Failed{expected(),
                      (left_.size() > 1 ? std::to_string(left_.size()) + " connections that stay open"
                                        : std::string("a connection that stays open")) +
                          " for " + to_text(now - window_->began)};
    }

private:
    void begin(Play& play, sansio::Time now) {
        window_ = Window{now, now + play.limit(step_.within), step_.not_before};
        if (step_.not_before) window_->not_before = play.scaled(*step_.not_before);
        for (auto const& one : play.connections_of(step_.connection)) left_.insert(one);
        // A connection with a name may be gone already; any other one must have gone because of the step before.
        next_ = step_.connection.empty() ? play.last_action() : 0;
    }
    bool fits(Observation const& event) const {
        using Way = script::Closed::Way;
        if (step_.way == Way::in_order) return event.text.empty();
        return step_.way == Way::any || event.text.starts_with("reset");
    }
    std::string expected() const {
        using Way = script::Closed::Way;
        return std::string("the edge ends ") +
               (step_.connection.empty() ? "a connection" : "the connection \"" + step_.connection + "\"") +
               " with " + step_.at.name +
               (step_.way == Way::any        ? ""
                : step_.way == Way::in_order ? " in order"
                                             : " with a reset");
    }

    script::Closed const& step_;
    std::set<NamedConnection> left_;
    std::optional<Window> window_;
    std::size_t next_ = 0;
};

/// The first event of one kind at one party that no step has taken.
template <class Step>
class EventAct : public Act {
public:
    explicit EventAct(Step const& step) : step_(step) {}

    Progress advance(Play& play, sansio::Time now) override {
        if (!until_) until_ = now + play.limit(step_.within);
        for (; next_ < play.journal().size(); ++next_) {
            Observation const& event = play.journal().at(next_);
            if (event.party != step_.at.name || play.is_taken(event.index) || !concerns(play, event))
                continue;
            play.take(event);
            return take(play, event);
        }
        if (now < *until_) return Waiting{*until_};
        return Failed{expected(), seen_instead(play, play.last_action())};
    }

protected:
    virtual bool concerns(Play const& play, Observation const& event) const = 0;
    virtual Progress take(Play& play, Observation const& event) = 0;
    virtual std::string expected() const = 0;

    Step const& step_;

private:
    std::optional<sansio::Time> until_;
    std::size_t next_ = 0;
};

class ConnectedAct final : public EventAct<script::Connected> {
public:
    using EventAct::EventAct;

private:
    bool concerns(Play const&, Observation const& event) const override {
        return event.kind == Kind::accepted || event.kind == Kind::connected;
    }
    Progress take(Play& play, Observation const& event) override {
        if (step_.resumed && *step_.resumed != event.resumed)
            return Failed{expected(), event.resumed ? "a resumed TLS session" : "a full TLS handshake"};
        if (!step_.name.empty()) play.connections[step_.name] = {{event.party, event.connection}};
        return Done{};
    }
    std::string expected() const override {
        return "a connection between the edge and " + step_.at.name +
               (step_.resumed ? *step_.resumed ? ", resumed" : ", not resumed" : "");
    }
};

class PongAct final : public EventAct<script::Pong> {
public:
    using EventAct::EventAct;

private:
    bool concerns(Play const& play, Observation const& event) const override {
        return event.kind == Kind::note && event.note == "keep_alive" && play.is_on(step_.connection, event);
    }
    Progress take(Play&, Observation const& event) override {
        if (event.text != "CRLF") return Failed{expected(), describe(event)};
        return Done{};
    }
    std::string expected() const override { return "one CRLF at " + step_.at.name; }
};

/// The partner's server tries OPTIONS to the edge itself: what comes back must be the end of the connection that it opens
/// for them. What becomes of its other connections says nothing.
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
            if (event.party == step_.from.name)
                if (auto end = hear(event)) return *std::move(end);
        }
        if (now < deadline_) return Waiting{deadline_};
        return Failed{expected(), own_ ? "a connection that stays open" : "no attempt to connect"};
    }

private:
    std::optional<Progress> hear(Observation const& event) {
        bool const ours = event.summary.call_id == sent_->call_id;
        if (event.kind == Kind::received && ours) return Failed{expected(), describe(event)};
        if (event.kind == Kind::sent && ours) own_ = event.connection;
        if (event.kind == Kind::closed && own_ == event.connection) return Done{};
        // A request whose connection could not be made is given up in the same moment.
        if (event.kind == Kind::connect_failed) failed_at_ = event.at;
        if (event.kind != Kind::note || event.note != "undelivered" || !ours) return std::nullopt;
        if (failed_at_ == event.at) return Done{};
        return Failed{expected() + ", because it is refused", describe(event)};
    }
    std::string expected() const { return "no connection from " + step_.from.name + " to the edge"; }

    script::NoConnection const& step_;
    std::optional<kit::SentRequest> sent_;
    std::optional<sansio::ConnectionId> own_;  // on which the OPTIONS went out
    std::optional<sansio::Time> failed_at_;
    std::size_t next_ = 0;
    sansio::Time deadline_{};
};

}  // namespace

std::unique_ptr<Act> make_connection_act(script::Step const& step) {
    if (auto const* connect = std::get_if<script::Connect>(&step.what))
        return std::make_unique<ConnectAct>(*connect);
    if (auto const* close = std::get_if<script::CloseConnection>(&step.what))
        return std::make_unique<CloseAct>(*close);
    if (auto const* closed = std::get_if<script::Closed>(&step.what))
        return std::make_unique<ClosedAct>(*closed);
    if (auto const* connected = std::get_if<script::Connected>(&step.what))
        return std::make_unique<ConnectedAct>(*connected);
    if (auto const* pong = std::get_if<script::Pong>(&step.what); pong != nullptr && !pong->at_most)
        return std::make_unique<PongAct>(*pong);
    if (auto const* none = std::get_if<script::NoConnection>(&step.what))
        return std::make_unique<NoConnectionAct>(*none);
    return nullptr;
}

}  // namespace runner
