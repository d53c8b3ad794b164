// What one connection still has to write: whole messages at once, others in pieces with a pause between them.
#pragma once
#include <deque>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "sansio/byte_buffer.hpp"
#include "sansio/time.hpp"

namespace kit {

class Outbox {
public:
    /// Behind everything that waits already.
    void send(std::string_view bytes, sansio::Time now) { send_in_pieces(bytes, bytes.size(), {}, now); }
    /// Each piece becomes unsent at its own time, so that a driver that flushes every turn writes it alone.
    void send_in_pieces(std::string_view bytes, std::size_t piece_size, sansio::Duration gap,
                        sansio::Time now);
    /// Moves what is due into unsent(); true when anything was.
    bool release(sansio::Time now);
    std::optional<sansio::Time> next_deadline() const;

    std::span<std::byte const> unsent() const { return ready_.bytes(); }
    void sent(std::size_t count) { ready_.consume(count); }

private:
    struct Piece {
        sansio::Time due;
        std::string bytes;
    };
    sansio::ByteBuffer ready_;
    std::deque<Piece> waiting_;
};

}  // namespace kit
