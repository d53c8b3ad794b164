#include "drivers/virtual/virtual_connection.hpp"

#include <algorithm>

namespace drivers::simulation {

namespace {

using Stage = sansio::ConnectionFault::Stage;

/// What a reset means to an end that got this far.
sansio::ConnectionFault reset_fault(VirtualConnection::State state, Side side) {
    sansio::ConnectionFault fault;
    bool const refused = state == VirtualConnection::State::connecting && side == Side::client;
    fault.stage = refused                                  ? Stage::refused
                  : state < VirtualConnection::State::open ? Stage::tls_refused
                                                           : Stage::reset;
    fault.text = refused ? "connection refused" : "connection reset by peer";
    return fault;
}

}  // namespace

VirtualConnection::VirtualConnection(std::shared_ptr<Tcp> tcp, Side side, MakeChannel make_channel)
    : tcp_(std::move(tcp)), side_(side), make_channel_(std::move(make_channel)) {}

Reading VirtualConnection::read(Network& network) {
    Reading reading;
    auto& pipe = tcp_->pipe_to(side_);
    if (state_ == State::gone) return reading;
    if (pipe.was_reset()) {
        reading.ended = true;
        // Who has said goodbye may leave without waiting for our last bytes.
        if (!peer_closed_) reading.fault = reset_fault(state_, side_);
        tcp_->end(side_).alive = false;
        state_ = State::gone;
        return reading;
    }
    if (state_ == State::connecting && pipe.opened()) {
        channel_ = make_channel_();
        state_ = State::handshaking;
    }
    if (!channel_) return reading;
    if (!pipe.arrived().empty()) {
        auto const count = pipe.arrived().size();
        if (state_ != State::closing) channel_->receive(pipe.arrived());
        pipe.read(count);
        network.has_read(tcp_, side_);
    }
    if (state_ == State::closing) return reading;
    take_events(reading);
    if (pipe.ended() && !std::exchange(end_seen_, true) && !reading.ended && state_ != State::closing) {
        channel_->end_of_stream();
        take_events(reading);
    }
    if (reading.ended)
        end(network);
    else
        hand_on(network);
    return reading;
}

void VirtualConnection::flush(sansio::Host& host, Network& network, std::size_t backlog_max,
                              Sent const& sent) {
    if (!channel_ || state_ == State::gone || state_ == State::handshaking) return;
    hand_on(network);
    for (auto unsent = host.unsent(id()); !unsent.empty() && backlog() < backlog_max;
         unsent = host.unsent(id())) {
        auto const taken = unsent.first(std::min(unsent.size(), backlog_max - backlog()));
        auto rest = taken;
        for (auto const size : draw_cuts(taken.size(), tcp_->random)) {
            channel_->write(rest.first(size));
            rest = rest.subspan(size);
        }
        sent(taken);
        host.sent(id(), taken.size());
        hand_on(network);
    }
    if (state_ != State::closing || !host.unsent(id()).empty()) return;
    if (!std::exchange(close_sent_, true)) channel_->close();
    hand_on(network);
    if (backlog() > 0) return;
    network.finish(tcp_, side_);
    state_ = State::gone;
}

void VirtualConnection::abort(Network& network) {
    if (state_ != State::gone) network.reset(tcp_, side_);
    state_ = State::gone;
}

void VirtualConnection::take_events(Reading& reading) {
    while (auto event = channel_->poll_event()) {
        if (reading.ended) continue;
        if (auto* const established = std::get_if<tls::Established>(&*event)) {
            state_ = State::open;
            reading.established = std::move(established->identity);
        } else if (auto const* const plaintext = std::get_if<tls::Plaintext>(&*event)) {
            reading.plain.append(plaintext->bytes);
        } else if (auto* const failed = std::get_if<tls::Failed>(&*event)) {
            reading.ended = true;
            reading.fault = std::move(failed->fault);
        } else {
            reading.peer_closed = true;
        }
    }
    if (!reading.peer_closed || reading.ended) return;
    peer_closed_ = true;
    state_ = State::closing;
}

void VirtualConnection::hand_on(Network& network) {
    while (!channel_->unsent().empty()) {
        auto const taken = network.send(tcp_, side_, channel_->unsent());
        if (taken == 0) return;
        channel_->sent(taken);
    }
}

void VirtualConnection::end(Network& network) {
    hand_on(network);
    network.finish(tcp_, side_);
    state_ = State::gone;
}

}  // namespace drivers::simulation
