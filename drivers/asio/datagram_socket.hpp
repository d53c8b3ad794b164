// A UDP socket of a host.
#pragma once
#include <boost/asio/ip/udp.hpp>

#include "drivers/asio/endpoints.hpp"
#include "drivers/asio/seat.hpp"

namespace drivers {

class DatagramSocket : public SocketPart {
public:
    DatagramSocket(Seat& seat, sansio::SocketId id);

    /// Tells the core SocketOpen or SocketFailed; false for the latter.
    bool open(sansio::Endpoint local);
    /// What the system does not take is lost, as any datagram may be.
    void send(sansio::Endpoint to, std::string_view bytes);
    void close();

private:
    void wait();
    void receive_waiting();

    Seat& seat_;
    sansio::SocketId const id_;
    boost::asio::ip::udp::socket socket_;
};

}  // namespace drivers
