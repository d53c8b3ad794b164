// What lies between two hosts of a simulated world: delay, loss, rate, and whether anything passes at all.
#pragma once
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sansio/random.hpp"
#include "sansio/time.hpp"

namespace drivers {

struct LinkProperties {
    sansio::Duration latency = std::chrono::microseconds{200};
    sansio::Duration jitter{};           // each packet draws from 0 to this on top of the latency
    std::uint32_t loss_per_million = 0;  // a lost TCP segment is sent again after the retransmission time-out
    std::uint64_t bytes_per_second = 0;  // 0: unlimited
};

namespace simulation {

/// Stands for a host's name; a restarted host finds its links again by it.
enum class NameIndex : std::uint32_t {};

/// What happens to a packet on a link.
enum class Passage : std::uint8_t {
    open,
    held,         // waits for release()
    partitioned,  // lost without notice; TCP sends it again
    cut,          // refused with notice
};

struct Link {
    LinkProperties properties;
    Passage passage = Passage::open;
    std::array<sansio::Time, 2> busy_until{};  // by direction: from the lower name index, from the higher
    sansio::Random random;                     // of its datagrams
};

/// All links of a world, by pairs of names. A pair that was never mentioned has the default properties.
class Links {
public:
    Links(LinkProperties defaults, sansio::Random random) : defaults_(defaults), random_(random) {}

    NameIndex index(std::string_view name);
    /// The reference stays valid as long as the world.
    Link& between(NameIndex a, NameIndex b);
    /// Separates the named from everybody else, hosts that come later included.
    void partition(std::vector<NameIndex> const& group);
    /// Opens every link; properties stay.
    void heal();

private:
    bool separated(NameIndex a, NameIndex b) const;

    LinkProperties defaults_;
    sansio::Random random_;
    std::map<std::string, NameIndex, std::less<>> names_;
    std::map<std::pair<NameIndex, NameIndex>, Link> links_;
    std::vector<std::vector<NameIndex>> groups_;
};

/// How long a packet of `size` bytes takes from `from` to `to`, or nothing if it is lost.
std::optional<sansio::Duration> datagram_delay(Link& link, bool upward, std::size_t size, sansio::Time now);
/// The same for TCP, which does not lose: each loss costs a retransmission time-out that starts at `timeout` and doubles.
sansio::Duration segment_delay(Link& link, bool upward, std::size_t size, sansio::Time now,
                               sansio::Random& random, sansio::Duration timeout);

}  // namespace simulation
}  // namespace drivers
