#include "harness/runner/network_plan.hpp"

#include <arpa/inet.h>
#include <atomic>
#include <cstring>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace runner {
namespace {

/// A socket that listens at `endpoint`, or -1. Listening is what makes it exclusive among processes.
int listen_at(sansio::Endpoint const& endpoint) {
    int const handle = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (handle < 0) return -1;
    sockaddr_in name{};
    name.sin_family = AF_INET;
    name.sin_port = htons(endpoint.port);
    std::memcpy(&name.sin_addr, endpoint.address.bytes.data(), 4);
    if (::bind(handle, reinterpret_cast<sockaddr const*>(&name), sizeof name) == 0 &&
        ::listen(handle, 1) == 0)
        return handle;
    ::close(handle);
    return -1;
}

constexpr unsigned first_second = 64;  // 127.0.x and 127.1.x are where people put their own servers
constexpr unsigned networks = 64 * 254;

}  // namespace

std::optional<NetworkLease> NetworkLease::take() {
    // Each scenario gets a fresh network, so that nothing of an earlier one can arrive late.
    static std::atomic<unsigned> next{static_cast<unsigned>(::getpid()) * 61U};
    for (unsigned attempt = 0; attempt < networks; ++attempt) {
        unsigned const number = next.fetch_add(1) % networks;
        NetworkPlan const plan(static_cast<std::uint8_t>(first_second + number / 254),
                               static_cast<std::uint8_t>(1 + number % 254));
        if (int const handle = listen_at(plan.lease()); handle >= 0) return NetworkLease(plan, handle);
    }
    return std::nullopt;
}

NetworkLease::~NetworkLease() {
    if (socket_ >= 0) ::close(socket_);
}

}  // namespace runner
