#include "edge/service/stamp.hpp"

#include <bit>

namespace edge {

namespace {

/// As Lync writes it: the number of the connection in hexadecimal digits. The accepted bit becomes the last, so that the
/// token stays short and no connection that we opened has that of one that a peer opened.
std::string connection_token(sansio::ConnectionId connection) {
    static constexpr char digits[] = "0123456789ABCDEF";
    auto number = std::rotl(static_cast<std::uint64_t>(connection), 1);
    std::string token;
    do {
        token.insert(token.begin(), digits[number % 16]);
        number /= 16;
    } while (number != 0);
    return token;
}

}  // namespace

std::string_view stamp(Link& link, sip::Via const& top) {
    // Of a TLS connection (RFC 3261 §18.1.1).
    link.sent_by_port = top.port == 0 ? std::uint16_t{5061} : top.port;
    if (link.stamp.empty() || link.stamped_host != top.host) {
        link.stamped_host = top.host;
        link.stamp = sip::received_parameters(top, link.remote, connection_token(link.connection));
    }
    return link.stamp;
}

std::string_view stamp(Link& link, sip::MessageView const& request) {
    auto const top = sip::top_via(request);
    return top ? stamp(link, *top) : std::string_view{};
}

}  // namespace edge
