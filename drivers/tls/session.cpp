#include "drivers/tls/session.hpp"

#include <openssl/sslerr.h>

#include "drivers/tls/alert.hpp"
#include "drivers/tls/sent_chain.hpp"
#include "sansio/check.hpp"

namespace tls {

namespace {

using ConnectionStage = sansio::ConnectionFault::Stage;

constexpr std::size_t record_max = 16 * 1024;
// An idle link should cost little; a busy one should not ask for memory in every turn.
constexpr std::size_t kept_out_max = 32 * 1024;

Session& session_of(SSL* ssl) {
    return *static_cast<Session*>(SSL_get_app_data(ssl));
}

}  // namespace

Session::Session(std::shared_ptr<Material const> material, Role role, std::string_view server_name,
                 sansio::WallTime wall)
    : material_(std::move(material)),
      server_name_(server_name),
      wall_(wall),
      ssl_(SSL_new(material_->context.get())),
      judgement_(material_->settings) {
    sansio::check(ssl_ != nullptr, "OpenSSL makes an SSL");
    SSL_set_app_data(ssl_.get(), this);
    BIO* const bio = make_wire_bio(wire_).release();
    SSL_set_bio(ssl_.get(), bio, bio);
    X509_VERIFY_PARAM_set_time(SSL_get0_param(ssl_.get()), to_seconds(wall));
    if (role == Role::server) {
        SSL_set_accept_state(ssl_.get());
        if (!material_->settings.ask_certificate) SSL_set_verify(ssl_.get(), SSL_VERIFY_NONE, nullptr);
        return;
    }
    SSL_set_connect_state(ssl_.get());
    if (!material_->settings.present_certificate) SSL_certs_clear(ssl_.get());
    if (material_->settings.report_peer) SSL_set_cert_cb(ssl_.get(), on_certificate_wanted, this);
    if (!server_name_.empty()) {
        SSL_set_tlsext_host_name(ssl_.get(), server_name_.c_str());
        if (SessionPtr const known = material_->resumable.find(server_name_, wall))
            SSL_set_session(ssl_.get(), known.get());
    }
    advance();
}

void Session::receive(std::span<std::byte const> wire) {
    wire_.in = wire;
    advance();
    wire_.in = {};
}

void Session::end_of_stream() {
    wire_.ended = true;
    advance();
}

void Session::sent(std::size_t count) {
    wire_.out.consume(count);
    if (wire_.out.empty() && count > kept_out_max) wire_.out = sansio::ByteBuffer();
}

void Session::write(std::span<std::byte const> plain) {
    sansio::check(stage_ != Stage::handshaking, "nothing is written before the handshake is done");
    if (stage_ == Stage::closed || events_.ended()) return;
    while (!plain.empty()) {
        std::size_t done = 0;
        ERR_clear_error();
        int const result = SSL_write_ex(ssl_.get(), plain.data(), std::min(plain.size(), record_max), &done);
        if (result != 1) return explain(result);
        plain = plain.subspan(done);
    }
}

void Session::close() {
    if (stage_ != Stage::open) return;
    stage_ = Stage::closed;
    ERR_clear_error();
    SSL_shutdown(ssl_.get());
    ERR_clear_error();
}

void Session::advance() {
    if (events_.ended()) return;
    if (stage_ == Stage::handshaking) shake_hands();
    if (stage_ != Stage::handshaking && !events_.ended()) read_all();
}

void Session::shake_hands() {
    ERR_clear_error();
    int const result = SSL_do_handshake(ssl_.get());
    if (result != 1) return explain(result);
    auto identity = read_identity();
    stage_ = Stage::open;
    // A resumed session brings the verdict of the day it was made; the leaf may have expired since.
    bool const stale =
        identity.resumed && identity.leaf && identity.chain.fault != sansio::ChainVerdict::Fault::none;
    if (stale && material_->settings.verify_chain) {
        close();
        return fail({ConnectionStage::tls_chain, identity.chain, identity.chain.text});
    }
    events_.establish(std::move(identity));
}

void Session::read_all() {
    for (;;) {
        std::size_t done = 0;
        PlainRun& plain = events_.plain();
        auto const room = plain.room();
        ERR_clear_error();
        int const result = SSL_read_ex(ssl_.get(), room.data(), room.size(), &done);
        if (result != 1) return explain(result);
        plain.written(done);
    }
}

void Session::explain(int result) {
    switch (SSL_get_error(ssl_.get(), result)) {
        case SSL_ERROR_WANT_READ:
        case SSL_ERROR_WANT_WRITE:
            return;
        case SSL_ERROR_ZERO_RETURN:
            if (stage_ != Stage::handshaking) return events_.end(PeerClosed{});
            return fail(refused_by_alert(static_cast<std::uint8_t>(Alert::close_notify)));
        default:
            break;
    }
    unsigned long const code = ERR_peek_error();
    fail(explain_error(code));
    ERR_clear_error();
}

sansio::ConnectionFault Session::explain_error(unsigned long code) {
    bool const established = stage_ != Stage::handshaking;
    int const reason = ERR_GET_REASON(code);
    if (reason == SSL_R_UNEXPECTED_EOF_WHILE_READING || code == 0) {
        if (established) return {ConnectionStage::truncated, {}, "the stream ended without close_notify"};
        return {ConnectionStage::tls_refused, {}, "the stream ended in the handshake"};
    }
    if (reason == SSL_R_CERTIFICATE_VERIFY_FAILED)
        return {ConnectionStage::tls_chain, judgement_.verdict(), judgement_.verdict().text};
    if (reason == SSL_R_PEER_DID_NOT_RETURN_A_CERTIFICATE) {
        sansio::ChainVerdict const verdict{sansio::ChainVerdict::Fault::no_certificate, 0, "no certificate"};
        return {ConnectionStage::tls_chain, verdict, verdict.text};
    }
    if (reason >= SSL_AD_REASON_OFFSET && reason < SSL_AD_REASON_OFFSET + 256)
        return refused_by_alert(static_cast<std::uint8_t>(reason - SSL_AD_REASON_OFFSET));
    char const* const text = ERR_reason_error_string(code);
    return {ConnectionStage::tls_protocol, {}, text == nullptr ? "unknown error" : text};
}

sansio::PeerIdentity Session::read_identity() {
    sansio::PeerIdentity identity;
    identity.tls_version = SSL_get_version(ssl_.get());
    identity.cipher = SSL_get_cipher_name(ssl_.get());
    identity.resumed = SSL_session_reused(ssl_.get()) == 1;
    if (material_->settings.report_peer)
        identity.sent = std::make_shared<sansio::SentChain>(read_sent_chain(ssl_.get(), certificate_wanted_));
    X509* const leaf = SSL_get0_peer_certificate(ssl_.get());
    if (leaf == nullptr) {
        identity.chain = {sansio::ChainVerdict::Fault::no_certificate, 0, "no certificate"};
        return identity;
    }
    identity.leaf = read_peer_certificate(leaf);
    identity.chain = judgement_.take_verdict();
    if (identity.resumed) {
        int const error = dates_error(leaf, wall_);
        identity.chain =
            make_verdict(error != X509_V_OK ? error : static_cast<int>(SSL_get_verify_result(ssl_.get())), 0);
    }
    return identity;
}

void Session::fail(sansio::ConnectionFault fault) {
    if (stage_ == Stage::handshaking && material_->settings.report_peer)
        fault.peer = std::make_shared<sansio::PeerIdentity>(read_identity());
    events_.end(Failed{std::move(fault)});
}

int Session::on_certificate_wanted(SSL*, void* session) {
    static_cast<Session*>(session)->certificate_wanted_ = true;
    return 1;
}

int Session::on_verify_step(int ok, X509_STORE_CTX* validation) {
    auto* const ssl =
        static_cast<SSL*>(X509_STORE_CTX_get_ex_data(validation, SSL_get_ex_data_X509_STORE_CTX_idx()));
    return session_of(ssl).judgement_.on_step(ok, validation);
}

int Session::on_new_session(SSL* ssl, SSL_SESSION* session) {
    Session const& owner = session_of(ssl);
    if (SSL_is_server(ssl) == 1 || owner.server_name_.empty()) return 0;
    owner.material_->resumable.remember(owner.server_name_, SessionPtr(session));
    return 1;
}

}  // namespace tls
