#include "drivers/asio/connection.hpp"

#include "drivers/asio/connection_table.hpp"

namespace drivers {

namespace asio = boost::asio;
using Stage = sansio::ConnectionFault::Stage;

Connection::Connection(Seat& seat, ConnectionTable& table, sansio::ConnectionId id,
                       std::shared_ptr<tls::Context const> context)
    : seat_(seat), table_(table), id_(id), context_(std::move(context)), socket_(seat.loop.context) {}

void Connection::connect(sansio::Connect const& wanted) {
    remote_ = wanted.remote;
    server_name_ = wanted.server_name;
    auto const remote = to_tcp(remote_);
    error_code error;
    socket_.open(remote.protocol(), error);
    close_on_exec(socket_.native_handle());
    if (!error && wanted.local) {
        socket_.set_option(asio::socket_base::reuse_address(true), error);
        socket_.bind({to_asio(*wanted.local), 0}, error);
    }
    enter(Phase::connecting);
    if (error) return fail(connect_fault(error));
    ++handlers_;
    socket_.async_connect(remote, [this](error_code const& result) {
        --handlers_;
        if (phase_ == Phase::gone) return;
        seat_.loop.happened = true;
        if (result)
            fail(connect_fault(result));
        else
            begin(tls::Role::client);
    });
}

void Connection::accept(sansio::ListenerId listener, Socket socket, sansio::Endpoint remote) {
    listener_ = listener;
    socket_ = std::move(socket);
    close_on_exec(socket_.native_handle());
    remote_ = remote;
    begin(tls::Role::server);
}

void Connection::begin(tls::Role role) {
    error_code error;
    socket_.non_blocking(true, error);
    socket_.set_option(asio::ip::tcp::no_delay(true), error);
    local_ = from_asio(socket_.local_endpoint(error));
    enter(Phase::handshaking);
    if (context_) {
        channel_ = context_->make_session(role, server_name_, seat_.loop.wall());
        context_.reset();
        table_.mark_dirty(*this);
    } else {
        establish({});
    }
    resume_reading();
}

void Connection::enter(Phase next) {
    Phase const last = std::exchange(phase_, next);
    table_.on_phase(*this, last);
}

void Connection::establish(sansio::PeerIdentity identity) {
    enter(Phase::open);
    if (listener_)
        seat_.deliver(sansio::Accepted{id_, *listener_, local_, remote_, std::move(identity)});
    else
        seat_.deliver(sansio::Connected{id_, local_, remote_, std::move(identity)});
    table_.mark_dirty(*this);
}

void Connection::close(sansio::Close::Way way) {
    switch (phase_) {
        case Phase::created:
        case Phase::connecting:
        case Phase::handshaking:
            report_end(sansio::ConnectionFault{Stage::reset, {}, "closed before it was established"});
            return kill();
        case Phase::open:
            if (way == sansio::Close::Way::flush) return begin_closing();
            [[fallthrough]];
        case Phase::closing:
            if (way == sansio::Close::Way::flush) return;
            report_end(std::nullopt);
            return kill();
        case Phase::lingering:
        case Phase::gone:
            return;
    }
}

void Connection::on_timeout() {
    switch (phase_) {
        case Phase::connecting:
            return fail({Stage::timed_out, {}, "no answer to the connection request"});
        case Phase::handshaking:
            return fail({Stage::tls_timed_out, {}, "no end of the handshake"});
        case Phase::closing:
            report_end(sansio::ConnectionFault{Stage::limit, {}, "the peer did not take what was left"});
            return kill();
        case Phase::lingering:
            return destroy();
        case Phase::created:
        case Phase::open:
        case Phase::gone:
            return;
    }
}

void Connection::evict(sansio::ConnectionFault fault) {
    report_end(std::move(fault));
    kill();
}

void Connection::kill() {
    error_code ignored;
    socket_.set_option(asio::socket_base::linger(true, 0), ignored);
    destroy();
}

void Connection::begin_closing() {
    enter(Phase::closing);
    table_.mark_dirty(*this);
}

void Connection::linger() {
    enter(Phase::lingering);
    table_.mark_dirty(*this);
    resume_reading();
}

void Connection::destroy() {
    if (phase_ == Phase::gone) return;
    enter(Phase::gone);
    error_code ignored;
    socket_.close(ignored);
}

void Connection::fail(sansio::ConnectionFault fault) {
    report_end(std::move(fault));
    // A peer that is refused should hear the alert, so the socket stays until it has been read.
    if (channel_ && !channel_->unsent().empty() && !stream_ended_)
        linger();
    else
        destroy();
}

void Connection::report_end(std::optional<sansio::ConnectionFault> fault) {
    if (core_knows())
        seat_.deliver(sansio::Closed{id_, std::move(fault)});
    else if (listener_)
        seat_.deliver(sansio::AcceptFailed{*listener_, remote_, std::move(*fault)});
    else
        seat_.deliver(sansio::ConnectFailed{id_, std::move(*fault)});
}

}  // namespace drivers
