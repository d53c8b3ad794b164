#include "drivers/asio/host_runner.hpp"

#include <algorithm>

#include "sansio/check.hpp"

namespace drivers {

namespace {

// A host that never rests must not keep the others from their turn.
constexpr int rounds_max = 16;
constexpr int actions_in_round_max = 10'000;

}  // namespace

HostRunner::HostRunner(HostId id, Loop& loop, HostSetup setup, ReportSink const& reports)
    : id_(id),
      seat_(loop, setup),
      profiles_(std::move(setup.profiles)),
      reports_(reports),
      connections_(seat_) {
    sansio::check(seat_.host != nullptr, "a host is given");
    seat_.stirred = true;
}

std::optional<sansio::Time> HostRunner::next_deadline() {
    auto earliest = connections_.next_deadline();
    auto const consider = [&earliest](std::optional<sansio::Time> time) {
        if (time && (!earliest || *time < *earliest)) earliest = time;
    };
    if (started_ && !killed()) consider(seat_.host->next_deadline());
    for (auto const& [id, listener] : listeners_) consider(listener->next_deadline());
    return earliest;
}

void HostRunner::expire(sansio::Time now) {
    connections_.expire(now);
    for (auto const& [id, listener] : listeners_) listener->expire(now);
    if (!started_ || killed()) return;
    auto const due = seat_.host->next_deadline();
    if (!due || *due > now) return;
    seat_.host->expire(now);
    seat_.stirred = true;
}

bool HostRunner::settle() {
    if (!restless()) {
        connections_.sweep();
        seat_.sweep();
        return false;
    }
    if (!started_) start();
    for (int round = 0; round < rounds_max && restless(); ++round) {
        perform_actions();
        connections_.flush_dirty();
    }
    connections_.sweep();
    seat_.sweep();
    return true;
}

void HostRunner::start() {
    started_ = true;
    if (!killed()) seat_.host->start(seat_.loop.now());
}

void HostRunner::kill() {
    seat_.host = nullptr;
    seat_.stirred = false;
    connections_.kill_all();
    for (auto& [id, listener] : listeners_) {
        listener->stop();
        seat_.bury(std::move(listener));
    }
    for (auto& [id, socket] : sockets_) {
        socket->close();
        seat_.bury(std::move(socket));
    }
    listeners_.clear();
    sockets_.clear();
}

bool HostRunner::vacated() {
    seat_.sweep();
    return killed() && seat_.vacated();
}

void HostRunner::perform_actions() {
    seat_.stirred = false;
    for (int i = 0; i < actions_in_round_max; ++i) {
        if (killed()) return;
        auto const action = seat_.host->poll_action();
        if (!action) return;
        std::visit([this](auto const& wanted) { perform(wanted); }, *action);
    }
    seat_.stirred = true;
}

void HostRunner::perform(sansio::Listen const& listen) {
    sansio::check(!listeners_.contains(listen.listener), "a listener is opened once");
    if (!knows(listen.profile))
        return seat_.deliver(sansio::ListenFailed{listen.listener, "no such TLS profile"});
    auto listener = std::make_unique<Listener>(
        seat_, listen.listener,
        [this, id = listen.listener, profile = listen.profile](auto socket, sansio::Endpoint remote) {
            connections_.accept(id, std::move(socket), remote, context_of(profile));
        });
    if (listener->open(listen.local)) listeners_[listen.listener] = std::move(listener);
}

void HostRunner::perform(sansio::StopListening const& stop) {
    auto const found = listeners_.find(stop.listener);
    if (found == listeners_.end()) return;
    found->second->stop();
    seat_.bury(std::move(found->second));
    listeners_.erase(found);
}

void HostRunner::perform(sansio::Connect const& connect) {
    if (knows(connect.profile)) return connections_.connect(connect, context_of(connect.profile));
    sansio::ConnectionFault const fault{
        sansio::ConnectionFault::Stage::no_such_profile, {}, "no such TLS profile"};
    seat_.deliver(sansio::ConnectFailed{connect.connection, fault});
}

void HostRunner::perform(sansio::OpenSocket const& open) {
    sansio::check(!sockets_.contains(open.socket), "a datagram socket is opened once");
    auto socket = std::make_unique<DatagramSocket>(seat_, open.socket);
    if (socket->open(open.local)) sockets_[open.socket] = std::move(socket);
}

void HostRunner::perform(sansio::CloseSocket const& close) {
    auto const found = sockets_.find(close.socket);
    if (found == sockets_.end()) return;
    found->second->close();
    seat_.bury(std::move(found->second));
    sockets_.erase(found);
}

void HostRunner::perform(sansio::SendDatagram const& send) {
    auto const found = sockets_.find(send.socket);
    if (found != sockets_.end()) found->second->send(send.to, send.bytes);
}

void HostRunner::perform(sansio::Report const& report) {
    if (reports_) reports_(seat_.name, report);
}

bool HostRunner::knows(sansio::TlsProfile profile) const {
    if (profile == sansio::plain_tcp) return true;
    auto const index = static_cast<std::size_t>(profile);
    return index < profiles_.size() && profiles_[index] != nullptr;
}

std::shared_ptr<tls::Context const> HostRunner::context_of(sansio::TlsProfile profile) const {
    return profile == sansio::plain_tcp ? nullptr : profiles_[static_cast<std::size_t>(profile)];
}

}  // namespace drivers
