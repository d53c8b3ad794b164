// For tests: a client and a server machine with a link between them that delays, loses and repeats, and their two users. What
// happens depends on the seed alone.
#pragma once
#include <functional>
#include <map>
#include <optional>
#include <vector>

#include "edge/sip/transaction/invite_client.hpp"
#include "edge/sip/transaction/invite_server.hpp"
#include "edge/sip/transaction/non_invite_client.hpp"
#include "edge/sip/transaction/non_invite_server.hpp"
#include "sansio/random.hpp"

namespace sip::transaction {

struct LinkFaults {
    std::uint32_t lost_percent = 0;
    std::uint32_t repeated_percent = 0;
    sansio::Duration latency_max = std::chrono::milliseconds{200};
};

/// How the user of the server side answers.
struct Behaviour {
    sansio::Duration rings_after{};  // 0: no provisional response
    sansio::Duration answers_after{};
    int status = 200;
};

/// What was seen from outside.
struct Seen {
    std::vector<int> at_client;  // what its user was passed; 0: a timeout
    int requests_to_user = 0;    // at the server
    int requests_sent = 0, responses_sent = 0, acks_sent = 0;
    std::optional<sansio::Duration> first_provisional;  // when it was sent
    std::vector<int> provisional;                       // each that was sent
    bool server_timed_out = false;                      // Timer H
    bool acknowledged = false;                          // the server side's user, or its machine, has the ACK
};

template <bool invite>
class LossyRun {
public:
    using Client = std::conditional_t<invite, InviteClient, NonInviteClient>;
    using Server = std::conditional_t<invite, InviteServer, NonInviteServer>;

    LossyRun(std::uint64_t seed, TimerValues const& values, LinkFaults const& faults,
             Behaviour const& behaviour)
        : random_(seed), values_(values), faults_(faults), behaviour_(behaviour) {
        from_client(client.start(values_));
    }

    /// Until nothing is left to happen.
    Seen const& run() {
        while (!events_.empty()) {
            now_ = events_.begin()->first;
            auto const event = std::move(events_.begin()->second);
            events_.erase(events_.begin());
            event();
        }
        return seen_;
    }
    sansio::Duration now() const { return now_; }

    Client client;
    Server server;

private:
    void at(sansio::Duration wait, std::function<void()> event) {
        events_.emplace(now_ + wait, std::move(event));
    }
    /// Over the link; a reliable one does not lose, repeat or overtake.
    void transmit(std::function<void()> arrival) {
        if (values_.reliable) return at(faults_.latency_max, std::move(arrival));
        if (random_.below(100) < faults_.lost_percent) return;
        auto const latency = [this] {
            auto const most = static_cast<std::uint64_t>(faults_.latency_max.count());
            return sansio::Duration{static_cast<sansio::Duration::rep>(random_.below(most + 1))};
        };
        if (random_.below(100) < faults_.repeated_percent) at(latency(), arrival);
        at(latency(), std::move(arrival));
    }

    // ---- the client's side ----
    void from_client(Step const& step) {
        for (std::uint8_t i = 0; i < step.timers; ++i)
            at(step.armed[i].wait,
               [this, timer = step.armed[i].timer] { from_client(client.on_timer(timer, values_)); });
        if (step.action == Action::send_request) {
            ++seen_.requests_sent;
            transmit([this] { request_arrives(); });
        }
        if (step.action == Action::report_timeout) seen_.at_client.push_back(0);
        if (step.action == Action::acknowledge || step.action == Action::pass_and_acknowledge) send_ack();
    }
    void response_arrives(int status) {
        auto const step = client.on_response(status, values_);
        bool const passed =
            step.action == Action::pass_response || step.action == Action::pass_and_acknowledge;
        if (passed) seen_.at_client.push_back(status);
        from_client(step);
        // The user agent's own ACK for a 2xx (RFC 3261 §13.2.2.4).
        if (invite && passed && status >= 200 && status < 300) send_ack();
    }
    void send_ack() {
        ++seen_.acks_sent;
        transmit([this] { ack_arrives(); });
    }

    // ---- the server's side ----
    void request_arrives() {
        if (!constructed_) {
            constructed_ = true;
            return from_server(server.start(values_));
        }
        // A request that finds its transaction gone would begin a second one.
        if (server.state() == Server::State::terminated) ++seen_.requests_to_user;
        from_server(server.on_request());
    }
    void ack_arrives() {
        if constexpr (invite) {
            seen_.acknowledged = true;
            from_server(server.on_ack(values_));
        }
    }
    void from_server(Step const& step) {
        for (std::uint8_t i = 0; i < step.timers; ++i)
            at(step.armed[i].wait, [this, timer = step.armed[i].timer] { server_timer(timer); });
        switch (step.action) {
            case Action::pass_request:
                ++seen_.requests_to_user;
                if (behaviour_.rings_after != sansio::Duration{})
                    at(behaviour_.rings_after, [this] { respond(180); });
                return at(behaviour_.answers_after, [this] { respond(behaviour_.status); });
            case Action::send_response:
                return send_response();
            case Action::send_trying:
                return respond(100);
            case Action::report_timeout:
                seen_.server_timed_out = true;
                return;
            default:
                return;
        }
    }
    void server_timer(Timer timer) {
        if constexpr (invite) {
            from_server(server.on_timer(timer, values_));
        } else {
            from_server(server.on_timer(timer));
        }
    }
    void respond(int status) {
        auto const before = latest_;
        latest_ = status;
        auto const step = server.on_response(status, values_);
        if (step.action == Action::none) latest_ = before;
        from_server(step);
        bool const core_repeats = invite && status >= 200 && status < 300;
        if (core_repeats && step.action == Action::send_response) repeat_2xx(values_.t1);
    }
    /// The user agent core repeats its 2xx until the ACK comes (RFC 6026 §8.1), through the transaction while it is there.
    void repeat_2xx(sansio::Duration wait) {
        at(wait, [this, wait] {
            if (seen_.acknowledged || server.state() == Server::State::terminated) return;
            from_server(server.on_response(latest_, values_));
            repeat_2xx(std::min(2 * wait, values_.t2));
        });
    }
    void send_response() {
        ++seen_.responses_sent;
        if (latest_ < 200) {
            seen_.provisional.push_back(latest_);
            if (!seen_.first_provisional) seen_.first_provisional = now_;
        }
        transmit([this, status = latest_] { response_arrives(status); });
    }

    sansio::Random random_;
    TimerValues values_;
    LinkFaults faults_;
    Behaviour behaviour_;
    Seen seen_;
    std::multimap<sansio::Duration, std::function<void()>> events_;
    sansio::Duration now_{};
    bool constructed_ = false;
    int latest_ = 0;
};

}  // namespace sip::transaction
