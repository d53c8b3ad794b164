// A real TLS end without sockets: OpenSSL between two buffers (design.md §7.10–18).
#pragma once
#include <memory>
#include <string>

#include "drivers/tls/channel_events.hpp"
#include "drivers/tls/material.hpp"
#include "drivers/tls/wire_bio.hpp"

namespace tls {

class Session : public Channel {
public:
    Session(std::shared_ptr<Material const> material, Role role, std::string_view server_name,
            sansio::WallTime wall);

    void receive(std::span<std::byte const> wire) override;
    void end_of_stream() override;
    std::span<std::byte const> unsent() const override { return wire_.out.bytes(); }
    void sent(std::size_t count) override;
    void write(std::span<std::byte const> plain) override;
    void close() override;
    std::optional<Event> poll_event() override { return events_.take(); }

    // What OpenSSL calls back; the session is the app data of its SSL.
    static int on_verify_step(int ok, X509_STORE_CTX* validation);
    static int on_new_session(SSL* ssl, SSL_SESSION* session);
    static int on_certificate_wanted(SSL* ssl, void* session);

private:
    enum class Stage : std::uint8_t { handshaking, open, closed };

    void advance();
    void shake_hands();
    void read_all();
    /// What an SSL call that did not succeed means; `result` is what it returned.
    void explain(int result);
    sansio::ConnectionFault explain_error(unsigned long code);
    sansio::PeerIdentity read_identity();
    void fail(sansio::ConnectionFault fault);

    std::shared_ptr<Material const> material_;
    std::string server_name_;
    sansio::WallTime wall_;
    Wire wire_;
    SslPtr ssl_;
    Judgement judgement_;
    ChannelEvents events_;
    Stage stage_ = Stage::handshaking;
    bool certificate_wanted_ = false;  // the server asked for ours
};

}  // namespace tls
