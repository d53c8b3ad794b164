// Behaves like a TLS session and encrypts nothing: the cheap stand-in of simulations (design.md §7.17). The chains are
// sent and judged as in TLS 1.3, so a client is done before the server has judged it, and hears of a refusal by an alert.
#pragma once
#include <memory>
#include <string>

#include "drivers/tls/channel_events.hpp"
#include "drivers/tls/material.hpp"
#include "drivers/tls/plain_records.hpp"

namespace tls {

class PlainTwin : public Channel {
public:
    PlainTwin(std::shared_ptr<Material const> material, Role role, std::string_view server_name,
              sansio::WallTime wall);

    void receive(std::span<std::byte const> wire) override;
    void end_of_stream() override;
    std::span<std::byte const> unsent() const override { return out_.bytes(); }
    void sent(std::size_t count) override { out_.consume(count); }
    void write(std::span<std::byte const> plain) override;
    void close() override;
    std::optional<Event> poll_event() override { return events_.take(); }

private:
    enum class Stage : std::uint8_t { client_hello, server_hello, client_certificate, open, closed };

    void on_record(PlainRecord const& record);
    void on_handshake(std::string_view body);
    void on_client_hello(std::string_view versions_and_name);
    void on_server_hello(std::string_view chain_pem);
    void on_client_certificate(std::string_view chain_pem);
    void on_alert(std::string_view body);
    bool established() const { return stage_ == Stage::open || stage_ == Stage::closed; }
    /// Establishes, or refuses and returns false.
    bool judge(std::string_view chain_pem, Role peer_role);
    void refuse(Alert alert, sansio::ConnectionFault fault);

    std::shared_ptr<Material const> material_;
    sansio::WallTime wall_;
    Stage stage_;
    PlainRecordReader records_;
    sansio::ByteBuffer out_;
    ChannelEvents events_;
};

}  // namespace tls
