// A TLS 1.2 peer that asks for a second handshake on the same connection (RFC 5746), which ours never grants.
#include <gtest/gtest.h>

#include "drivers/tls/channel_pair.hpp"
#include "drivers/tls/openssl_handles.hpp"

namespace tls {
namespace {

using testing::make_authority;
using testing::make_context;
using testing::request_for;
using testing::settings_for;

/// A client straight on OpenSSL, since a channel of ours would not ask.
class RawClient {
public:
    explicit RawClient(Channel& opposite) : server_(opposite) {
        SSL_CTX_set_max_proto_version(context_.get(), TLS1_2_VERSION);
        SSL_CTX_set_cipher_list(context_.get(), "ECDHE+AESGCM");
        ssl_.reset(SSL_new(context_.get()));
        in_ = BIO_new(BIO_s_mem());
        out_ = BIO_new(BIO_s_mem());
        SSL_set_bio(ssl_.get(), in_, out_);
        SSL_set_connect_state(ssl_.get());
    }
    /// Drives the handshake as far as it goes; the error's reason when the client gives up, else 0.
    int shake_hands() {
        for (int i = 0; i < 20; ++i) {
            ERR_clear_error();
            int const result = SSL_do_handshake(ssl_.get());
            int const reason = result == 1 || SSL_get_error(ssl_.get(), result) != SSL_ERROR_SSL
                                   ? 0
                                   : ERR_GET_REASON(ERR_peek_error());
            carry();
            if (result == 1 || reason != 0) return reason;
        }
        return 0;
    }
    bool write(std::string_view text) {
        bool const done = SSL_write(ssl_.get(), text.data(), static_cast<int>(text.size())) > 0;
        carry();
        return done;
    }
    int renegotiate() {
        SSL_renegotiate(ssl_.get());
        return shake_hands();
    }
    testing::End server;

private:
    void carry() {
        char bytes[32 * 1024];
        for (int count = 0; (count = BIO_read(out_, bytes, sizeof bytes)) > 0;) {
            server_.receive(sansio::as_bytes(std::string_view(bytes, static_cast<std::size_t>(count))));
            collect();
        }
        auto const wire = server_.unsent();
        BIO_write(in_, wire.data(), static_cast<int>(wire.size()));
        server_.sent(wire.size());
    }
    void collect() {
        while (auto event = server_.poll_event()) {
            if (auto* const established = std::get_if<Established>(&*event)) {
                ++handshakes;
                server.identity = std::move(established->identity);
            }
            if (auto const* const plain = std::get_if<Plaintext>(&*event))
                server.plain += sansio::as_text(plain->bytes);
            if (auto* const failed = std::get_if<Failed>(&*event)) server.fault = std::move(failed->fault);
        }
    }

    Channel& server_;
    SslContextPtr context_{SSL_CTX_new(TLS_client_method())};
    SslPtr ssl_;
    BIO* in_;
    BIO* out_;

public:
    int handshakes = 0;
};

TEST(Renegotiation, IsRefusedAndNothingElseChanges_Rfc5746) {
    auto authority = make_authority("Renegotiation CA");
    auto settings = settings_for(authority, request_for("sip.contoso.com"));
    settings.require_certificate = false;
    auto const context = make_context(settings);
    auto const channel = context->make_session(Role::server, "", testing::today);
    RawClient client(*channel);
    ASSERT_EQ(client.shake_hands(), 0);
    ASSERT_TRUE(client.write("before"));
    EXPECT_EQ(client.server.plain, "before");
    ASSERT_EQ(client.handshakes, 1);
    ASSERT_EQ(client.server.identity->tls_version, "TLSv1.2");

    EXPECT_EQ(client.renegotiate(), SSL_R_NO_RENEGOTIATION);
    EXPECT_EQ(client.handshakes, 1);
    // It is the client who ends the connection now, for its own reason.
    ASSERT_TRUE(client.server.fault);
    EXPECT_EQ(client.server.fault->stage, sansio::ConnectionFault::Stage::tls_refused);
}

}  // namespace
}  // namespace tls
