// A simulated TCP connection: two pipes that keep the order, cut where the seed says, and hold no more than a window.
#pragma once
#include <array>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>

#include "drivers/driver.hpp"
#include "drivers/virtual/link.hpp"
#include "sansio/byte_buffer.hpp"

namespace drivers::simulation {

/// What one direction may hold: under way, and arrived but not read.
inline constexpr std::size_t tcp_window = 64 * 1024;
/// So many segments at most are made of one write.
inline constexpr std::size_t segments_per_write_max = 5;

enum class Side : std::uint8_t { client, server };
constexpr Side other(Side side) {
    return side == Side::client ? Side::server : Side::client;
}
constexpr std::size_t index(Side side) {
    return static_cast<std::size_t>(side);
}

struct Segment {
    enum class Kind : std::uint8_t { open, bytes, end, reset };
    Kind kind = Kind::bytes;
    sansio::Time due;
    std::string bytes;
};

/// One direction, with what its receiver has not read yet.
class TcpPipe {
public:
    /// How many bytes the window still takes.
    std::size_t room() const;
    /// Puts a segment under way; it arrives after all before it. Answers when.
    sansio::Time launch(Segment segment);
    /// The first segment under way, if it is due.
    std::optional<Segment> arrive(sansio::Time now);
    /// Takes what arrive() gave into the receiver's buffer.
    void store(Segment const& segment);
    /// Loses what is under way but for the first `kept` segments.
    void lose_all_but(std::size_t kept);
    std::size_t under_way() const { return segments_.size(); }

    /// What the receiver may read.
    std::span<std::byte const> arrived() const { return arrived_.bytes(); }
    void read(std::size_t count) { arrived_.consume(count); }
    bool opened() const { return opened_; }
    /// FIN arrived, after all of arrived().
    bool ended() const { return ended_; }
    bool was_reset() const { return reset_; }

    /// The sender has more than the window took and wants to hear when there is room.
    bool sender_waits = false;

private:
    std::deque<Segment> segments_;
    std::size_t bytes_under_way_ = 0;
    sansio::ByteBuffer arrived_;
    sansio::Time last_due_{};
    bool opened_ = false;
    bool ended_ = false;
    bool reset_ = false;
};

struct TcpEnd {
    HostId host{};
    NameIndex name{};
    sansio::ConnectionId connection{};
    sansio::Endpoint endpoint;
    bool alive = false;
};

struct Tcp {
    Tcp(sansio::Random drawn, Link* crossed) : random(drawn), link(crossed) {}

    TcpEnd& end(Side side) { return ends[index(side)]; }
    TcpPipe& pipe_to(Side side) { return pipes[index(side)]; }
    /// Which of the link's two directions leads away from `side`.
    bool upward(Side side) { return end(side).name <= end(other(side)).name; }

    std::array<TcpEnd, 2> ends;
    std::array<TcpPipe, 2> pipes;  // by receiver
    sansio::Random random;
    Link* link;
    bool real_tls = false;
    sansio::ListenerId listener{};  // of the server
    std::array<std::optional<sansio::Time>, 2>
        stalled;  // by receiver: since when a segment waits at a closed link
};

/// Cuts `size` bytes into at most segments_per_write_max pieces. How often it draws does not depend on `size`, so that
/// a byte more or less of ciphertext does not change the rest of the run.
std::vector<std::size_t> draw_cuts(std::size_t size, sansio::Random& random);

}  // namespace drivers::simulation
