// Between Asio's endpoints, descriptors and errors and the values of sansio/.
#pragma once
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/udp.hpp>

#include "sansio/network.hpp"

namespace drivers {

using boost::system::error_code;

boost::asio::ip::address to_asio(sansio::IpAddress const& address);
sansio::IpAddress from_asio(boost::asio::ip::address const& address);

inline boost::asio::ip::tcp::endpoint to_tcp(sansio::Endpoint const& endpoint) {
    return {to_asio(endpoint.address), endpoint.port};
}
inline boost::asio::ip::udp::endpoint to_udp(sansio::Endpoint const& endpoint) {
    return {to_asio(endpoint.address), endpoint.port};
}
template <class Protocol>
sansio::Endpoint from_asio(boost::asio::ip::basic_endpoint<Protocol> const& endpoint) {
    return {from_asio(endpoint.address()), endpoint.port()};
}

/// Otherwise a child process that the harness starts would keep our ports open.
void close_on_exec(int descriptor);

/// Nothing is wrong: the socket has no more for now.
bool is_pause(error_code const& error);
/// No descriptor or memory is left: it is about us and not about this peer.
bool is_exhaustion(error_code const& error);
/// Why a connection request failed.
sansio::ConnectionFault connect_fault(error_code const& error);

}  // namespace drivers
