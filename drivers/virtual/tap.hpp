// What an observer of a simulated world is told: connections and plain bytes, at the host where they happen.
#pragma once
#include <cstdint>
#include <span>
#include <string_view>

#include "sansio/network.hpp"

namespace drivers {

struct TapEvent {
    enum class Kind : std::uint8_t {
        connected,
        connect_failed,
        accepted,
        accept_failed,
        sent,      // `bytes` as the host gave them, one call a cut
        received,  // `bytes` as the host got them, one call a cut
        closed,
        datagram_sent,
        datagram_lost,
        datagram_received,
    };
    Kind kind;
    sansio::Time at;
    std::string_view host;              // HostSetup::name
    sansio::ConnectionId connection{};  // none for datagrams and accept_failed
    sansio::Endpoint local;
    sansio::Endpoint remote;
    std::span<std::byte const> bytes;
    sansio::ConnectionFault const* fault = nullptr;
};

constexpr std::string_view to_string(TapEvent::Kind kind) {
    constexpr std::string_view names[] = {"connected",     "connect_failed",   "accepted", "accept_failed",
                                          "sent",          "received",         "closed",   "datagram_sent",
                                          "datagram_lost", "datagram_received"};
    return names[static_cast<std::size_t>(kind)];
}

}  // namespace drivers
