// DNS messages out of a TCP stream: each has its size in two bytes before it (RFC 1035 §4.2.2).
#pragma once
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "sansio/byte_buffer.hpp"

namespace dns {

/// `message` of at most 65,535 bytes with its size before it.
std::string with_size(std::string_view message);

class StreamReader {
public:
    void receive(std::span<std::byte const> bytes) { in_.append(bytes); }
    /// The next whole message. What is held is bounded by one message and what was received since the last call.
    std::optional<std::string> poll_event();

private:
    sansio::ByteBuffer in_;
};

}  // namespace dns
