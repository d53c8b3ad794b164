// The records of the plain twin: type (1 byte), length (3 bytes), body. Types and alerts have TLS's numbers.
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "drivers/tls/alert.hpp"
#include "sansio/byte_buffer.hpp"

namespace tls {

enum class RecordType : std::uint8_t { alert = 21, handshake = 22, data = 23 };

struct PlainRecord {
    RecordType type = RecordType::data;
    std::span<std::byte const> body;
};

void append_record(sansio::ByteBuffer& out, RecordType type, std::string_view body);
void append_alert(sansio::ByteBuffer& out, Alert alert);

/// Cuts a byte stream into records. A record that arrived whole is seen in place; only a cut one is kept.
class PlainRecordReader {
public:
    /// `wire` is read by the take() calls that follow, until they return nothing; then keep_rest() keeps what is left.
    void feed(std::span<std::byte const> wire);
    /// The body is valid until the next call. Nothing: more bytes are needed, or the stream is broken().
    std::optional<PlainRecord> take();
    void keep_rest();
    /// Set when the bytes are not records of ours; the alert to answer with.
    std::optional<Alert> broken() const { return broken_; }

private:
    sansio::ByteBuffer kept_;
    std::span<std::byte const> rest_;
    std::size_t taken_from_kept_ = 0;
    bool reading_kept_ = false;
    std::optional<Alert> broken_;
};

}  // namespace tls
