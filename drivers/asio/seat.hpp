// A host's place in the shell: what its sockets need of it, and how they go when they are no longer wanted.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "drivers/asio/loop.hpp"
#include "drivers/driver.hpp"
#include "sansio/host.hpp"

namespace drivers {

/// Something with a socket. Asio calls a handler even when its socket was closed, so a part that is done is destroyed
/// only when no handler holds it any more; that spares a shared_ptr per wait.
class SocketPart {
public:
    SocketPart() = default;
    SocketPart(SocketPart const&) = delete;
    SocketPart& operator=(SocketPart const&) = delete;
    virtual ~SocketPart() = default;

    bool quiet() const { return handlers_ == 0; }

protected:
    int handlers_ = 0;  // that Asio has yet to call
};

class Seat {
public:
    Seat(Loop& given_loop, HostSetup& setup)
        : loop(given_loop), name(std::move(setup.name)), limits(setup.limits), host(setup.host) {}

    /// Hands an input to the core, whose actions are polled before the turn ends.
    void deliver(sansio::Input const& input) {
        if (host == nullptr) return;
        host->handle(input, loop.now());
        stirred = true;
        loop.happened = true;
    }
    void bury(std::unique_ptr<SocketPart> part) {
        if (!part->quiet()) graveyard_.push_back(std::move(part));
    }
    void sweep() {
        std::erase_if(graveyard_, [](auto const& part) { return part->quiet(); });
    }
    bool vacated() const { return graveyard_.empty(); }

    Loop& loop;
    std::string const name;
    HostLimits const limits;
    sansio::Host* host;    // null after Driver::remove
    bool stirred = false;  // the core was called, so it may have actions

private:
    std::vector<std::unique_ptr<SocketPart>> graveyard_;
};

}  // namespace drivers
