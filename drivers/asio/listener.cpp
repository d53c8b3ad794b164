#include "drivers/asio/listener.hpp"

#include <boost/asio/ip/v6_only.hpp>

namespace drivers {

namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace {

constexpr int backlog = 1'024;
// What one listener may accept before the connections that are there have their turn.
constexpr int accepted_in_turn_max = 64;
// Without descriptors a waiting peer makes the listener ready again at once.
constexpr sansio::Duration exhaustion_pause = 100ms;

void listen(asio::ip::tcp::acceptor& acceptor, sansio::Endpoint local, error_code& error) {
    auto const endpoint = to_tcp(local);
    acceptor.open(endpoint.protocol(), error);
    close_on_exec(acceptor.native_handle());
    if (!error) acceptor.set_option(asio::socket_base::reuse_address(true), error);
    if (!error && endpoint.address().is_v6()) acceptor.set_option(asio::ip::v6_only(true), error);
    if (!error) acceptor.bind(endpoint, error);
    if (!error) acceptor.listen(backlog, error);
    if (!error) acceptor.non_blocking(true, error);
}

}  // namespace

Listener::Listener(Seat& seat, sansio::ListenerId id, OnAccept on_accept)
    : seat_(seat), id_(id), on_accept_(std::move(on_accept)), acceptor_(seat.loop.context) {}

bool Listener::open(sansio::Endpoint local) {
    error_code error;
    listen(acceptor_, local, error);
    if (error) {
        stop();
        seat_.deliver(sansio::ListenFailed{id_, local.to_string() + ": " + error.message()});
        return false;
    }
    wait();
    seat_.deliver(sansio::Listening{id_, from_asio(acceptor_.local_endpoint(error))});
    return true;
}

void Listener::stop() {
    error_code ignored;
    acceptor_.close(ignored);
    paused_until_.reset();
}

void Listener::expire(sansio::Time now) {
    if (!paused_until_ || *paused_until_ > now) return;
    paused_until_.reset();
    wait();
}

void Listener::wait() {
    ++handlers_;
    acceptor_.async_wait(asio::socket_base::wait_read, [this](error_code const&) {
        --handlers_;
        if (!acceptor_.is_open()) return;
        seat_.loop.happened = true;
        accept_waiting();
        if (acceptor_.is_open() && !paused_until_) wait();
    });
}

void Listener::accept_waiting() {
    for (int i = 0; i < accepted_in_turn_max; ++i) {
        error_code error;
        asio::ip::tcp::endpoint remote;
        asio::ip::tcp::socket socket(seat_.loop.context);
        acceptor_.accept(socket, remote, error);
        if (is_exhaustion(error)) {
            sansio::ConnectionFault const fault{sansio::ConnectionFault::Stage::limit, {}, error.message()};
            seat_.deliver(sansio::AcceptFailed{id_, {}, fault});
            paused_until_ = seat_.loop.now() + exhaustion_pause;
        }
        // Any other error is that of one peer who left before he was accepted.
        if (is_pause(error) || is_exhaustion(error)) return;
        if (!error) on_accept_(std::move(socket), from_asio(remote));
    }
}

}  // namespace drivers
