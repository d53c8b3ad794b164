// A small host for tests of drivers: does the actions that it is told, echoes if it is told, and keeps a log of what came.
#pragma once
#include <deque>
#include <map>
#include <string>
#include <vector>

#include "sansio/byte_buffer.hpp"
#include "sansio/host.hpp"

namespace drivers::testing {

class EchoHost final : public sansio::Host {
public:
    explicit EchoHost(bool echoes = false) : echoes_(echoes) {}

    /// The next turn does it; the driver has to be touched.
    void act(sansio::Action action) { actions_.push_back(std::move(action)); }
    void send(sansio::ConnectionId connection, std::string_view text) {
        unsent_[connection].append(text);
        act(sansio::Send{connection});
    }
    /// Emits `action` in every turn at `due` and never lets time pass: a faulty host.
    void insist(sansio::Time due) { insisted_ = due; }

    /// One line for each input but Received, as "accepted 127.0.0.1:49152".
    std::vector<std::string> const& log() const { return log_; }
    std::string received(sansio::ConnectionId connection) const {
        auto const found = received_.find(connection);
        return found == received_.end() ? "" : found->second;
    }
    /// How many Received inputs brought the bytes of all connections.
    std::size_t pieces() const { return pieces_; }
    std::vector<sansio::ConnectionId> const& established() const { return established_; }
    std::vector<sansio::PeerIdentity> const& identities() const { return identities_; }
    std::size_t expired() const { return expired_; }

    void start(sansio::Time) override {}
    void handle(sansio::Input const& input, sansio::Time now) override {
        now_ = now;
        std::visit([&](auto const& what) { take(what); }, input);
    }
    void expire(sansio::Time) override { ++expired_; }
    std::optional<sansio::Time> next_deadline() const override { return insisted_; }
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
    void take(sansio::Listening const& input) { log_.push_back("listening " + input.local.to_string()); }
    void take(sansio::ListenFailed const& input) { log_.push_back("listen_failed " + input.text); }
    void take(sansio::Accepted const& input) { establish("accepted", input); }
    void take(sansio::Connected const& input) { establish("connected", input); }
    template <class Established>
    void establish(std::string const& word, Established const& input) {
        log_.push_back(word + " " + input.remote.to_string());
        established_.push_back(input.connection);
        identities_.push_back(input.identity);
    }
    void take(sansio::AcceptFailed const& input) {
        log_.push_back("accept_failed " + name(input.fault.stage));
    }
    void take(sansio::ConnectFailed const& input) {
        log_.push_back("connect_failed " + name(input.fault.stage));
    }
    void take(sansio::Received const& input) {
        ++pieces_;
        received_[input.connection] += sansio::as_text(input.bytes);
        if (echoes_) send(input.connection, sansio::as_text(input.bytes));
    }
    void take(sansio::Closed const& input) {
        log_.push_back("closed" + (input.fault ? " " + name(input.fault->stage) : ""));
        unsent_.erase(input.connection);
    }
    void take(sansio::SocketOpen const& input) { log_.push_back("socket " + input.local.to_string()); }
    void take(sansio::SocketFailed const& input) { log_.push_back("socket_failed " + input.text); }
    void take(sansio::DatagramReceived const& input) {
        log_.push_back("datagram " + std::string(sansio::as_text(input.bytes)));
        if (echoes_)
            act(sansio::SendDatagram{input.socket, input.from, std::string(sansio::as_text(input.bytes))});
    }

    static std::string name(sansio::ConnectionFault::Stage stage) {
        static constexpr char const* names[] = {
            "refused",      "unreachable", "timed_out", "tls_timed_out", "tls_refused",    "tls_chain",
            "tls_protocol", "reset",       "truncated", "limit",         "no_such_profile"};
        return names[static_cast<std::size_t>(stage)];
    }

    bool echoes_;
    sansio::Time now_{};
    std::deque<sansio::Action> actions_;
    std::map<sansio::ConnectionId, sansio::ByteBuffer> unsent_;
    std::map<sansio::ConnectionId, std::string> received_;
    std::vector<std::string> log_;
    std::vector<sansio::ConnectionId> established_;
    std::vector<sansio::PeerIdentity> identities_;
    std::optional<sansio::Time> insisted_;
    std::size_t pieces_ = 0;
    std::size_t expired_ = 0;
};

}  // namespace drivers::testing
