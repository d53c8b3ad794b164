// A listening TCP socket of a host.
#pragma once
#include <functional>
#include <optional>

#include <boost/asio/ip/tcp.hpp>

#include "drivers/asio/endpoints.hpp"
#include "drivers/asio/seat.hpp"

namespace drivers {

class Listener : public SocketPart {
public:
    using OnAccept = std::function<void(boost::asio::ip::tcp::socket socket, sansio::Endpoint remote)>;

    Listener(Seat& seat, sansio::ListenerId id, OnAccept on_accept);

    /// Tells the core Listening or ListenFailed; false for the latter.
    bool open(sansio::Endpoint local);
    void stop();

    std::optional<sansio::Time> next_deadline() const { return paused_until_; }
    void expire(sansio::Time now);

private:
    void wait();
    void accept_waiting();

    Seat& seat_;
    sansio::ListenerId const id_;
    OnAccept on_accept_;
    boost::asio::ip::tcp::acceptor acceptor_;
    std::optional<sansio::Time> paused_until_;
};

}  // namespace drivers
