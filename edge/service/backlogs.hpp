// What lies in a connection's buffer because its peer reads too slowly. A request that is still there shortly before its
// sender's Timer F cannot be answered in time any more: the peer is cut, and everything under way there gets its 504.
#pragma once
#include <deque>
#include <optional>

#include "edge/service/links.hpp"
#include "sansio/time.hpp"

namespace edge {

class Backlogs {
public:
    /// `wait`: the age at which a request in the buffer is too old; less than 64*T1 (RFC 3261 §17.1.2.2).
    Backlogs(Links& links, sansio::Duration wait) : links_(links), wait_(wait), span_(wait / spans) {}

    /// A request was appended to `link.out`.
    void wrote(Link& link, sansio::Time now);
    /// Cuts whoever has left a request lying for the whole wait.
    void expire(sansio::Time now);
    std::optional<sansio::Time> next_deadline() const;

private:
    static constexpr int spans = 60;

    /// All requests that were written to one connection within one span of time: `end` is where the last of them ends.
    struct Checkpoint {
        sansio::ConnectionId connection;
        sansio::Time made;
        std::uint64_t end;
    };

    Links& links_;
    sansio::Duration wait_;
    sansio::Duration span_;
    std::deque<Checkpoint> checkpoints_;
    std::uint64_t taken_ = 0;  // checkpoints that are gone: the front one's number
};

}  // namespace edge
