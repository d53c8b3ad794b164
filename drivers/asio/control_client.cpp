#include "drivers/asio/control_client.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace drivers {

namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr std::size_t answer_max = 64 * 1024;

tl::unexpected<ControlFault> fault(std::string const& path, char const* text) {
    return sansio::unexpected(ControlFault{path + ": " + text});
}

class Descriptor {
public:
    explicit Descriptor(int number) : number_(number) {}
    ~Descriptor() {
        if (number_ >= 0) ::close(number_);
    }
    Descriptor(Descriptor const&) = delete;
    Descriptor& operator=(Descriptor const&) = delete;
    int number() const { return number_; }

private:
    int number_;
};

/// False when `until` came first.
bool wait_for(int descriptor, short events, SteadyClock::time_point until) {
    for (;;) {
        auto const left = std::chrono::ceil<std::chrono::milliseconds>(until - SteadyClock::now()).count();
        pollfd waiting{descriptor, events, 0};
        int const ready = ::poll(&waiting, 1, static_cast<int>(std::clamp<std::int64_t>(left, 0, 60'000)));
        if (ready > 0) return true;
        if (left <= 0) return false;
    }
}

bool again() {
    return errno == EAGAIN || errno == EINTR;
}

sansio::Result<void, ControlFault> send(int descriptor, std::string const& path, std::string_view bytes,
                                        SteadyClock::time_point until) {
    while (!bytes.empty()) {
        ssize_t const count = ::send(descriptor, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (count >= 0)
            bytes.remove_prefix(static_cast<std::size_t>(count));
        else if (!again())
            return fault(path, std::strerror(errno));
        else if (!wait_for(descriptor, POLLOUT, until))
            return fault(path, "no answer in time");
    }
    return {};
}

sansio::Result<std::string, ControlFault> receive_line(int descriptor, std::string const& path,
                                                       SteadyClock::time_point until) {
    std::string received;
    char bytes[4096];
    while (received.size() < answer_max) {
        if (!wait_for(descriptor, POLLIN, until)) return fault(path, "no answer in time");
        ssize_t const count = ::recv(descriptor, bytes, sizeof bytes, 0);
        if (count == 0) return fault(path, "closed without an answer");
        if (count < 0 && !again()) return fault(path, std::strerror(errno));
        if (count > 0) received.append(bytes, static_cast<std::size_t>(count));
        if (auto const end = received.find('\n'); end != std::string::npos) return received.substr(0, end);
    }
    return fault(path, "the answer is too long");
}

}  // namespace

sansio::Result<std::string, ControlFault> ask(std::string const& path, std::string_view line,
                                              sansio::Duration timeout) {
    auto const until = SteadyClock::now() + timeout;
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.size() >= sizeof address.sun_path) return fault(path, "the name is too long for a socket");
    std::memcpy(address.sun_path, path.data(), path.size());

    Descriptor const socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    while (::connect(socket.number(), reinterpret_cast<sockaddr const*>(&address), sizeof address) != 0) {
        // A full queue of a Unix-domain listener says EAGAIN, and poll() does not tell when there is room.
        if (!again()) return fault(path, std::strerror(errno));
        if (SteadyClock::now() >= until) return fault(path, "no answer in time");
        ::poll(nullptr, 0, 1);
    }
    if (auto sent = send(socket.number(), path, std::string(line) + '\n', until); !sent)
        return sansio::unexpected(sent.error());
    return receive_line(socket.number(), path, until);
}

}  // namespace drivers
