// A host for the tests of the shell: does what it is told, notes what it hears, echoes if it is an echo.
#pragma once
#include <deque>
#include <map>
#include <string>
#include <vector>

#include "sansio/byte_buffer.hpp"
#include "sansio/host.hpp"

namespace drivers::testing {

class ProbeHost final : public sansio::Host {
public:
    explicit ProbeHost(bool echoes = false) : echoes_(echoes) {}

    /// Done in the next turn; the driver has to be touched.
    void act(sansio::Action action) { actions_.push_back(std::move(action)); }
    void send(sansio::ConnectionId connection, std::string_view text) {
        unsent_[connection].append(text);
        act(sansio::Send{connection});
    }
    /// Wakes up once, at `due`.
    void wake_at(sansio::Time due) { due_ = due; }

    std::vector<sansio::Listening> listening;
    std::vector<sansio::ListenFailed> listen_failed;
    std::vector<sansio::Accepted> accepted;
    std::vector<sansio::AcceptFailed> accept_failed;
    std::vector<sansio::Connected> connected;
    std::vector<sansio::ConnectFailed> connect_failed;
    std::vector<sansio::Closed> closed;
    std::vector<sansio::SocketOpen> sockets;
    std::vector<sansio::SocketFailed> socket_failed;
    std::vector<std::string> datagrams;
    std::map<sansio::ConnectionId, std::string> received;
    std::size_t unsent_max = 0;  // the most that ever waited for one connection
    int woken = 0;

    void start(sansio::Time) override {}
    void handle(sansio::Input const& input, sansio::Time) override {
        std::visit([this](auto const& what) { take(what); }, input);
    }
    void expire(sansio::Time now) override {
        if (!due_ || *due_ > now) return;
        due_.reset();
        ++woken;
    }
    std::optional<sansio::Time> next_deadline() const override { return due_; }
    std::optional<sansio::Action> poll_action() override {
        if (actions_.empty()) return std::nullopt;
        auto action = std::move(actions_.front());
        actions_.pop_front();
        return action;
    }
    std::span<std::byte const> unsent(sansio::ConnectionId connection) const override {
        auto const found = unsent_.find(connection);
        return found == unsent_.end() ? std::span<std::byte const>{} : found->second.bytes();
    }
    void sent(sansio::ConnectionId connection, std::size_t count) override {
        unsent_.at(connection).consume(count);
    }

private:
    void take(sansio::Listening const& input) { listening.push_back(input); }
    void take(sansio::ListenFailed const& input) { listen_failed.push_back(input); }
    void take(sansio::Accepted const& input) { accepted.push_back(input); }
    void take(sansio::AcceptFailed const& input) { accept_failed.push_back(input); }
    void take(sansio::Connected const& input) { connected.push_back(input); }
    void take(sansio::ConnectFailed const& input) { connect_failed.push_back(input); }
    void take(sansio::SocketOpen const& input) { sockets.push_back(input); }
    void take(sansio::SocketFailed const& input) { socket_failed.push_back(input); }
    void take(sansio::Closed const& input) {
        closed.push_back(input);
        unsent_.erase(input.connection);
    }
    void take(sansio::Received const& input) {
        received[input.connection] += sansio::as_text(input.bytes);
        if (!echoes_) return;
        send(input.connection, sansio::as_text(input.bytes));
        unsent_max = std::max(unsent_max, unsent_[input.connection].size());
    }
    void take(sansio::DatagramReceived const& input) {
        datagrams.emplace_back(sansio::as_text(input.bytes));
        if (echoes_) act(sansio::SendDatagram{input.socket, input.from, datagrams.back()});
    }

    bool echoes_;
    std::deque<sansio::Action> actions_;
    std::map<sansio::ConnectionId, sansio::ByteBuffer> unsent_;
    std::optional<sansio::Time> due_;
};

}  // namespace drivers::testing
