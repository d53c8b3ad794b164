#include "simulators/kit/party.hpp"

#include <algorithm>
#include <utility>

#include "sansio/check.hpp"
#include "simulators/kit/client.hpp"
#include "simulators/kit/server.hpp"

namespace kit {
namespace {

enum class Label : std::uint64_t { roster, links, client, server };

sansio::Random fork(sansio::Random& parent, Label label) {
    return parent.fork(static_cast<std::uint64_t>(label));
}

void earlier(std::optional<sansio::Time>& next, std::optional<sansio::Time> other) {
    if (other && (!next || *other < *next)) next = other;
}

}  // namespace

/// The parts, and what passes between them; no rule of the protocol is here.
class Party::Engine {
public:
    Engine(PartySettings given, Journal& journal)
        : settings(std::move(given)),
          random(settings.seed),
          scribe(settings.name, journal),
          roster(settings, fork(random, Label::roster)),
          connections(settings, scribe, fork(random, Label::links)),
          client({settings, roster, conversations, connections, scribe}, fork(random, Label::client)),
          server({settings, roster, conversations, connections, scribe}, client,
                 fork(random, Label::server)) {
        sansio::check(settings.dialect != nullptr, "a party has a dialect");
    }

    void take_events(sansio::Time now) {
        while (auto event = connections.poll_event()) {
            if (auto const* lost = std::get_if<Undeliverable>(&*event))
                client.undeliverable(*lost, now);
            else if (auto const& arrived = std::get<Arrived>(*event); arrived.message.is_request())
                server.take_request(arrived, now);
            else
                client.take_response(arrived, now);
        }
    }

    Sent send(SendOrder const& order, sansio::Time now) {
        auto sent = client.send(order, now);
        take_events(now);
        return sent;
    }

    /// Nothing when the call is established; else what is wrong.
    std::optional<CommandFault> not_established(std::string_view call_id, std::string_view user) {
        auto const* call = conversations.find(call_id, user);
        if (call == nullptr) return CommandFault{std::string(user) + " has no call " + std::string(call_id)};
        if (call->view.state == CallView::State::established) return std::nullopt;
        return CommandFault{"the call of " + std::string(user) + " is not established"};
    }

    PartySettings const settings;
    sansio::Random random;
    Scribe scribe;
    Roster roster;
    Conversations conversations;
    Connections connections;
    Client client;
    Server server;
};

std::string portion_of(std::string text, Portion const& portion) {
    switch (portion.kind) {
        case Portion::Kind::all:
            break;
        case Portion::Kind::half:
            text.resize(text.size() / 2);
            break;
        case Portion::Kind::head:
            text.resize(wire::RawMessage(text).head().size());
            break;
        case Portion::Kind::first:
            text.resize(std::min(text.size(), portion.first));
            break;
    }
    return text;
}

Party::Party(PartySettings settings, Journal& journal)
    : engine_(std::make_unique<Engine>(std::move(settings), journal)) {}
Party::~Party() = default;

PartySettings const& Party::settings() const {
    return engine_->settings;
}

Sent Party::open(std::string_view user, std::string_view to, sansio::Time now) {
    SendOrder order;
    order.user = user;
    order.to = to;
    order.template_name = "invite";
    return engine_->send(order, now);
}

Sent Party::say(std::string_view call_id, std::string_view user, std::string_view text, sansio::Time now) {
    if (auto fault = engine_->not_established(call_id, user)) return sansio::unexpected(std::move(*fault));
    SendOrder order;
    order.user = user;
    order.call_id = call_id;
    order.template_name = "message";
    order.body = text;
    return engine_->send(order, now);
}

Sent Party::finish(std::string_view call_id, std::string_view user, sansio::Time now) {
    if (auto fault = engine_->not_established(call_id, user)) return sansio::unexpected(std::move(*fault));
    SendOrder order;
    order.user = user;
    order.call_id = call_id;
    order.template_name = "bye";
    return engine_->send(order, now);
}

Sent Party::page(std::string_view user, std::string_view to, std::string_view text, sansio::Time now) {
    SendOrder order;
    order.user = user;
    order.to = to;
    order.body = text;
    return engine_->send(order, now);
}

Sent Party::options(std::string_view user, std::string_view to, sansio::Time now) {
    SendOrder order;
    order.user = user;
    order.to = to;
    order.template_name = "options";
    return engine_->send(order, now);
}

Sent Party::send(SendOrder const& order, sansio::Time now) {
    return engine_->send(order, now);
}

Sent Party::answer(AnswerOrder const& order, sansio::Time now) {
    return engine_->server.answer_by_hand(order, now);
}

sansio::ConnectionId Party::connect(ConnectOrder const& order) {
    return engine_->connections.dial(order.remote, order.profile);
}

void Party::keep_by_hand(std::vector<std::string> methods) {
    auto const is_ack = [](std::string const& method) { return method == "ACK"; };
    engine_->client.acknowledge_by_itself(std::ranges::none_of(methods, is_ack));
    engine_->server.keep_by_hand(std::move(methods));
}

std::optional<CallView> Party::call_between(std::string_view user, std::string_view remote) const {
    auto const* call = engine_->conversations.newest(user, remote);
    return call == nullptr ? std::nullopt : std::optional(call->view);
}

std::optional<CallView> Party::call(std::string_view call_id, std::string_view user) const {
    auto const* call = engine_->conversations.find(call_id, user);
    return call == nullptr ? std::nullopt : std::optional(call->view);
}

std::size_t Party::requests_open() const {
    return engine_->client.requests_open();
}
std::vector<sansio::ConnectionId> Party::connections() const {
    return engine_->connections.ready();
}
void Party::close(sansio::ConnectionId connection, sansio::Close::Way way) {
    engine_->connections.close(connection, way);
}

void Party::misbehave(Misbehaviour misbehaviour) {
    engine_->server.misbehaviours().add(std::move(misbehaviour));
}
void Party::behave() {
    engine_->server.misbehaviours().clear();
}
void Party::add_user(User user) {
    engine_->roster.add(std::move(user));
}

void Party::start(sansio::Time) {
    engine_->connections.start();
}

void Party::handle(sansio::Input const& input, sansio::Time now) {
    engine_->connections.handle(input, now);
    engine_->take_events(now);
}

void Party::expire(sansio::Time now) {
    engine_->connections.expire(now);
    engine_->client.expire(now);
    engine_->server.expire(now);
    engine_->take_events(now);
}

std::optional<sansio::Time> Party::next_deadline() const {
    auto next = engine_->connections.next_deadline();
    earlier(next, engine_->client.next_deadline());
    earlier(next, engine_->server.next_deadline());
    return next;
}

std::optional<sansio::Action> Party::poll_action() {
    return engine_->connections.poll_action();
}

std::span<std::byte const> Party::unsent(sansio::ConnectionId connection) const {
    return engine_->connections.unsent(connection);
}

void Party::sent(sansio::ConnectionId connection, std::size_t count) {
    engine_->connections.sent(connection, count);
}

}  // namespace kit
