#include "drivers/asio/datagram_socket.hpp"

#include <boost/asio/buffer.hpp>

namespace drivers {

namespace asio = boost::asio;

namespace {

constexpr int received_in_turn_max = 64;

}  // namespace

DatagramSocket::DatagramSocket(Seat& seat, sansio::SocketId id)
    : seat_(seat), id_(id), socket_(seat.loop.context) {}

bool DatagramSocket::open(sansio::Endpoint local) {
    error_code error;
    auto const endpoint = to_udp(local);
    socket_.open(endpoint.protocol(), error);
    close_on_exec(socket_.native_handle());
    if (!error) socket_.bind(endpoint, error);
    if (!error) socket_.non_blocking(true, error);
    if (error) {
        close();
        seat_.deliver(sansio::SocketFailed{id_, local.to_string() + ": " + error.message()});
        return false;
    }
    wait();
    seat_.deliver(sansio::SocketOpen{id_, from_asio(socket_.local_endpoint(error))});
    return true;
}

void DatagramSocket::send(sansio::Endpoint to, std::string_view bytes) {
    error_code ignored;
    socket_.send_to(asio::buffer(bytes.data(), bytes.size()), to_udp(to), 0, ignored);
}

void DatagramSocket::close() {
    error_code ignored;
    socket_.close(ignored);
}

void DatagramSocket::wait() {
    ++handlers_;
    socket_.async_wait(asio::socket_base::wait_read, [this](error_code const&) {
        --handlers_;
        if (!socket_.is_open()) return;
        seat_.loop.happened = true;
        receive_waiting();
        wait();
    });
}

void DatagramSocket::receive_waiting() {
    for (int i = 0; i < received_in_turn_max; ++i) {
        error_code error;
        asio::ip::udp::endpoint from;
        auto& incoming = seat_.loop.incoming;
        std::size_t const count = socket_.receive_from(asio::buffer(incoming), from, 0, error);
        if (is_pause(error)) return;
        // An ICMP error of an earlier datagram is no reason to stop.
        if (error) continue;
        auto const bytes = std::span<std::byte const>(incoming).first(count);
        seat_.deliver(sansio::DatagramReceived{id_, from_asio(from), bytes});
    }
}

}  // namespace drivers
