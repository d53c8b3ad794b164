// The channel of a connection without TLS: bytes pass as they are.
#pragma once
#include <optional>

#include "drivers/tls/channel.hpp"
#include "sansio/byte_buffer.hpp"

namespace drivers::simulation {

class RawChannel final : public tls::Channel {
public:
    void receive(std::span<std::byte const> wire) override { received_.append(wire); }
    void end_of_stream() override { ended_ = true; }
    std::span<std::byte const> unsent() const override { return unsent_.bytes(); }
    void sent(std::size_t count) override { unsent_.consume(count); }
    void write(std::span<std::byte const> plain) override { unsent_.append(plain); }
    void close() override {}
    std::optional<tls::Event> poll_event() override;

private:
    sansio::ByteBuffer received_;
    sansio::ByteBuffer unsent_;
    std::size_t handed_out_ = 0;
    bool established_ = false;
    bool ended_ = false;
    bool end_reported_ = false;
};

inline std::optional<tls::Event> RawChannel::poll_event() {
    received_.consume(std::exchange(handed_out_, 0));
    if (!std::exchange(established_, true)) return tls::Established{};
    if (!received_.empty()) {
        handed_out_ = received_.size();
        return tls::Plaintext{received_.bytes()};
    }
    if (ended_ && !std::exchange(end_reported_, true)) return tls::PeerClosed{};
    return std::nullopt;
}

}  // namespace drivers::simulation
