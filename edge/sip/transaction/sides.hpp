// The two sides of a proxied transaction, each the machine that its method wants.
#pragma once
#include "edge/sip/transaction/invite_client.hpp"
#include "edge/sip/transaction/invite_server.hpp"
#include "edge/sip/transaction/non_invite_client.hpp"
#include "edge/sip/transaction/non_invite_server.hpp"

namespace sip::transaction {

class ServerSide {
public:
    Step start(bool invite, TimerValues const& values) {
        is_invite_ = invite;
        invite_ = {};
        other_ = {};
        return invite ? invite_.start(values) : other_.start(values);
    }
    Step on_request() { return is_invite_ ? invite_.on_request() : other_.on_request(); }
    Step on_ack(TimerValues const& values) { return is_invite_ ? invite_.on_ack(values) : Step{}; }
    Step on_response(int status, TimerValues const& values) {
        return is_invite_ ? invite_.on_response(status, values) : other_.on_response(status, values);
    }
    Step on_timer(Timer timer, TimerValues const& values) {
        return is_invite_ ? invite_.on_timer(timer, values) : other_.on_timer(timer);
    }
    bool waits() const { return is_invite_ ? invite_.waits() : other_.waits(); }
    bool over() const {
        return is_invite_ ? invite_.state() == InviteServer::State::terminated
                          : other_.state() == NonInviteServer::State::terminated;
    }

private:
    bool is_invite_ = false;
    InviteServer invite_;
    NonInviteServer other_;
};

class ClientSide {
public:
    void reset() {
        started_ = false;
        invite_ = {};
        other_ = {};
    }
    Step start(bool invite, TimerValues const& values) {
        reset();
        started_ = true;
        is_invite_ = invite;
        return invite ? invite_.start(values) : other_.start(values);
    }
    Step on_response(int status, TimerValues const& values) {
        return is_invite_ ? invite_.on_response(status, values) : other_.on_response(status, values);
    }
    Step on_timer(Timer timer, TimerValues const& values) {
        return is_invite_ ? invite_.on_timer(timer, values) : other_.on_timer(timer, values);
    }
    Step on_transport_failure() {
        return is_invite_ ? invite_.on_transport_failure() : other_.on_transport_failure();
    }
    bool started() const { return started_; }
    /// Sent, and no final response yet.
    bool waits() const { return started_ && (is_invite_ ? invite_.waits() : other_.waits()); }
    bool is_proceeding() const {
        return is_invite_ ? invite_.state() == InviteClient::State::proceeding
                          : other_.state() == NonInviteClient::State::proceeding;
    }

private:
    bool started_ = false;
    bool is_invite_ = false;
    InviteClient invite_;
    NonInviteClient other_;
};

}  // namespace sip::transaction
