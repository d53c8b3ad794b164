// One address of a partner, layer by layer: TCP, then TLS, then who it is, then SIP. It stops at the first layer that fails.
#pragma once
#include <deque>
#include <optional>
#include <string>

#include "harness/check/settings.hpp"
#include "sansio/byte_buffer.hpp"
#include "sansio/random.hpp"
#include "simulators/wire/slicer.hpp"

namespace check {

/// Bytes of SIP in one direction, for whoever wants to see them.
struct Spoken {
    bool is_ours = false;
    std::string address;
    std::string bytes;
};

class Probe {
public:
    /// `settings` outlives the probe, which uses the connections `first_connection` and the one behind it.
    Probe(Settings const& settings, std::string target, sansio::Endpoint remote,
          sansio::ConnectionId first_connection, sansio::Random random);

    void start(sansio::Time now);
    /// True when the input was about a connection of this probe.
    bool handle(sansio::Input const& input, sansio::Time now);
    void expire(sansio::Time now);
    std::optional<sansio::Time> next_deadline() const { return deadline_; }
    std::optional<sansio::Action> poll_action();
    std::optional<Finding> poll_finding();
    std::optional<Spoken> poll_spoken();
    std::span<std::byte const> unsent(sansio::ConnectionId connection) const;
    void sent(sansio::ConnectionId connection, std::size_t count);
    bool done() const { return stage_ == Stage::done; }

private:
    enum class Stage : std::uint8_t { idle, tcp, tls, options, subscribe, message, done };

    void on(sansio::Connected const& connected, sansio::Time now);
    void on(sansio::ConnectFailed const& failed, sansio::Time now);
    void on(sansio::Received const& received, sansio::Time now);
    void on(sansio::Closed const& closed, sansio::Time now);
    template <class Other>
    void on(Other const&, sansio::Time) {}

    void begin(Stage stage, sansio::Time now);
    void begin_tls(sansio::Time now);
    void take_identity(sansio::PeerIdentity const& identity, sansio::Time now);
    bool judge(sansio::PeerIdentity const& identity);
    void take_refusal(sansio::ConnectionFault const& fault, sansio::Time now);
    void ask(Stage stage, sansio::Time now);
    void take_message(wire::RawMessage const& message, sansio::Time now);
    void ask_next(sansio::Time now);
    Asked asked() const;

    void say(std::string text);
    void add(Observation const& observation, std::optional<sansio::Duration> latency = std::nullopt);
    void end(sansio::Close::Way way);

    Settings const& settings_;
    Place place_;
    sansio::Endpoint remote_;
    sansio::ConnectionId tcp_;
    sansio::ConnectionId tls_;
    sansio::Random random_;

    Stage stage_ = Stage::idle;
    sansio::Time begun_{};
    std::optional<sansio::Time> deadline_;
    bool has_connection_ = false;  // that of the stage is open or being opened
    bool server_asked_ = false;    // for our certificate
    bool was_answered_ = false;    // something came on the TLS connection
    WrittenRequest request_;
    wire::Slicer slicer_;
    sansio::ByteBuffer out_;
    std::deque<sansio::Action> actions_;
    std::deque<Finding> findings_;
    std::deque<Spoken> spoken_;
};

}  // namespace check
