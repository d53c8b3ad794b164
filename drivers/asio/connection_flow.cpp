// The bytes of a Connection: from the socket through the channel into the core, and back.
#include <algorithm>

#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>

#include "drivers/asio/connection.hpp"
#include "drivers/asio/connection_table.hpp"

namespace drivers {

namespace asio = boost::asio;
using Stage = sansio::ConnectionFault::Stage;

namespace {

// What one connection may write before the others have their turn.
constexpr std::size_t flush_max = 256 * 1024;
// How often a broken connection is read for the peer's last words, an alert or a close_notify.
constexpr int last_reads_max = 16;

}  // namespace

// ---- in ----

void Connection::wait_readable() {
    reading_ = true;
    ++handlers_;
    socket_.async_wait(asio::socket_base::wait_read, [this](error_code const&) {
        --handlers_;
        reading_ = false;
        if (phase_ == Phase::gone) return;
        seat_.loop.happened = true;
        read();
        resume_reading();
    });
}

void Connection::resume_reading() {
    if (!reading_ && !stream_ended_ && phase_ != Phase::gone && !paused()) wait_readable();
}

bool Connection::paused() const {
    if (phase_ != Phase::open || seat_.host == nullptr) return false;
    std::size_t const backlog = channel_ ? channel_->unsent().size() : 0;
    return seat_.host->unsent(id_).size() + backlog > seat_.limits.unread_pause;
}

void Connection::read() {
    error_code error;
    auto& incoming = seat_.loop.incoming;
    std::size_t const count = socket_.read_some(asio::buffer(incoming), error);
    if (is_pause(error)) return;
    if (error == asio::error::eof) return on_end_of_stream();
    if (error) return on_broken(error);
    take(std::span<std::byte const>(incoming).first(count));
}

void Connection::take(std::span<std::byte const> bytes) {
    if (phase_ == Phase::lingering) return;
    if (!channel_) {
        if (phase_ == Phase::open) seat_.deliver(sansio::Received{id_, bytes});
        return;
    }
    channel_->receive(bytes);
    take_events();
}

void Connection::take_events() {
    while (phase_ != Phase::gone && phase_ != Phase::lingering) {
        auto event = channel_->poll_event();
        if (!event) break;
        if (auto* established = std::get_if<tls::Established>(&*event))
            establish(std::move(established->identity));
        else if (auto* plain = std::get_if<tls::Plaintext>(&*event)) {
            // After its Close the core wants no more of it.
            if (phase_ == Phase::open) seat_.deliver(sansio::Received{id_, plain->bytes});
        } else if (auto* failed = std::get_if<tls::Failed>(&*event))
            fail(std::move(failed->fault));
        else
            on_peer_closed();
    }
    if (phase_ != Phase::gone && !channel_->unsent().empty()) table_.mark_dirty(*this);
}

void Connection::on_end_of_stream() {
    stream_ended_ = true;
    if (phase_ == Phase::lingering) return destroy();
    if (!channel_) return on_peer_closed();
    channel_->end_of_stream();
    take_events();
}

void Connection::on_peer_closed() {
    peer_closed_ = true;
    // The core may still answer what came before; that is sent, then the core hears of the end.
    if (phase_ == Phase::open) begin_closing();
}

void Connection::on_broken(error_code const& error) {
    stream_ended_ = true;
    switch (phase_) {
        case Phase::handshaking:
            return fail({Stage::tls_refused, {}, error.message()});
        case Phase::open:
        case Phase::closing:
            if (!peer_closed_) return fail({Stage::reset, {}, error.message()});
            report_end(std::nullopt);
            return destroy();
        default:
            return destroy();
    }
}

// ---- out ----

void Connection::wait_writable() {
    writing_ = true;
    ++handlers_;
    socket_.async_wait(asio::socket_base::wait_write, [this](error_code const&) {
        --handlers_;
        writing_ = false;
        if (phase_ == Phase::gone) return;
        seat_.loop.happened = true;
        table_.mark_dirty(*this);
    });
}

void Connection::flush() {
    if (phase_ == Phase::created || phase_ == Phase::connecting) return;
    std::size_t written = 0;
    while (phase_ != Phase::gone && !writing_) {
        encrypt();
        auto const bytes = outgoing();
        if (bytes.empty()) {
            if (!on_all_sent()) break;
            continue;
        }
        if (written >= flush_max) {
            table_.mark_dirty(*this);
            break;
        }
        error_code error;
        std::size_t const count = socket_.write_some(asio::buffer(bytes.data(), bytes.size()), error);
        if (error && !is_pause(error)) {
            for (int i = 0; i < last_reads_max && !stream_ended_ && phase_ != Phase::gone; ++i) read();
            if (phase_ != Phase::gone && phase_ != Phase::lingering) return on_broken(error);
            return destroy();
        }
        forget(count);
        written += count;
        if (count < bytes.size()) wait_writable();
    }
    resume_reading();
}

void Connection::encrypt() {
    if (!channel_ || !core_knows() || said_goodbye_ || seat_.host == nullptr) return;
    for (;;) {
        std::size_t const backlog = channel_->unsent().size();
        auto const plain = seat_.host->unsent(id_);
        if (plain.empty() || backlog >= seat_.limits.backlog_max) return;
        std::size_t const count = std::min(plain.size(), seat_.limits.backlog_max - backlog);
        channel_->write(plain.first(count));
        seat_.host->sent(id_, count);
        seat_.stirred = true;
    }
}

std::span<std::byte const> Connection::outgoing() const {
    if (channel_) return channel_->unsent();
    if (core_knows() && seat_.host != nullptr) return seat_.host->unsent(id_);
    return {};
}

void Connection::forget(std::size_t count) {
    if (count == 0) return;
    if (channel_) return channel_->sent(count);
    seat_.host->sent(id_, count);
    seat_.stirred = true;
}

bool Connection::on_all_sent() {
    if (phase_ == Phase::closing) {
        if (channel_ && !said_goodbye_) {
            channel_->close();
            said_goodbye_ = true;
            return true;
        }
        report_end(std::nullopt);
        if (stream_ended_)
            destroy();
        else
            linger();
    }
    if (phase_ == Phase::lingering && !shut_down_) {
        error_code ignored;
        socket_.shutdown(Socket::shutdown_send, ignored);
        shut_down_ = true;
    }
    return false;
}

}  // namespace drivers
