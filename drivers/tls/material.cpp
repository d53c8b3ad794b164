#include "drivers/tls/material.hpp"

#include "drivers/tls/pem.hpp"
#include "drivers/tls/session.hpp"
#include "sansio/check.hpp"

namespace tls {

namespace {

template <class T>
using Made = sansio::Result<T, ContextFault>;

constexpr std::size_t resumable_max = 1'000;

// Small records are the rule here, so the cheaper cipher comes first; what follows is OpenSSL's default list.
constexpr char const* ciphers_tls1_2 = "ECDHE+AESGCM+AES128:ALL:!COMPLEMENTOFDEFAULT:!eNULL";
constexpr char const* ciphers_tls1_3 =
    "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256";

tl::unexpected<ContextFault> fault(std::string text) {
    return sansio::unexpected(ContextFault{std::move(text)});
}

int protocol_number(Version version) {
    switch (version) {
        case Version::tls1_0:
            return TLS1_VERSION;
        case Version::tls1_1:
            return TLS1_1_VERSION;
        case Version::tls1_2:
            return TLS1_2_VERSION;
        case Version::tls1_3:
            return TLS1_3_VERSION;
    }
    return 0;
}

Made<void> load_certificate(SSL_CTX* context, std::vector<CertificatePtr> const& chain, EVP_PKEY* key) {
    if (SSL_CTX_use_certificate(context, chain.front().get()) != 1)
        return fault("certificate: " + take_error_text());
    for (std::size_t i = 1; i < chain.size(); ++i)
        if (SSL_CTX_add1_chain_cert(context, chain[i].get()) != 1)
            return fault("chain: " + take_error_text());
    if (SSL_CTX_use_PrivateKey(context, key) != 1 || SSL_CTX_check_private_key(context) != 1)
        return fault("private key: " + take_error_text());
    return {};
}

void set_up_tickets(SSL_CTX* context, bool wanted) {
    if (!wanted) {
        SSL_CTX_set_options(context, SSL_OP_NO_TICKET);
        SSL_CTX_set_num_tickets(context, 0);
        SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
        return;
    }
    constexpr std::string_view id_context = "fedproof";
    // A link is resumed once a while; a second ticket would only cost memory and bytes.
    SSL_CTX_set_num_tickets(context, 1);
    SSL_CTX_set_session_id_context(context, reinterpret_cast<unsigned char const*>(id_context.data()),
                                   static_cast<unsigned>(id_context.size()));
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
    SSL_CTX_sess_set_new_cb(context, Session::on_new_session);
}

void write_key_log(SSL const* ssl, char const* line) {
    static_cast<Settings const*>(SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl)))->key_log(line);
}

Made<SslContextPtr> make_ssl_context(Material const& material) {
    Settings const& settings = material.settings;
    // One for both roles: a second would cost a third of a millisecond and the memory of its ciphers.
    SslContextPtr made(SSL_CTX_new(TLS_method()));
    SSL_CTX* const context = made.get();
    SSL_CTX_set_security_level(context, settings.security_level);
    if (SSL_CTX_set_min_proto_version(context, protocol_number(settings.version_min)) != 1 ||
        SSL_CTX_set_max_proto_version(context, protocol_number(settings.version_max)) != 1)
        return fault("protocol versions: " + take_error_text());
    sansio::check(SSL_CTX_set_cipher_list(context, ciphers_tls1_2) == 1 &&
                      SSL_CTX_set_ciphersuites(context, ciphers_tls1_3) == 1,
                  "our cipher lists are understood");
    SSL_CTX_set_options(context,
                        SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE);
    // A chain is sent as it was given, so that a partner's missing intermediate stays missing.
    SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                                  SSL_MODE_RELEASE_BUFFERS | SSL_MODE_NO_AUTO_CHAIN);
    SSL_CTX_set_read_ahead(context, 1);
    SSL_CTX_set1_cert_store(context, material.store.get());
    // What is refused is refused by a server; a client does not look at it.
    int const refusing = settings.require_certificate ? SSL_VERIFY_FAIL_IF_NO_PEER_CERT : 0;
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER | refusing, Session::on_verify_step);
    SSL_CTX_set_app_data(context, const_cast<Settings*>(&settings));
    if (settings.key_log) SSL_CTX_set_keylog_callback(context, write_key_log);
    set_up_tickets(context, settings.session_tickets);
    return made;
}

struct Authorities {
    StorePtr store;
    std::vector<sansio::WallTime> boundaries;
};

Made<Authorities> read_authorities(std::string_view pem) {
    auto const certificates = read_certificates(pem);
    if (!certificates) return fault("authorities: " + certificates.error().text);
    Authorities made{StorePtr(X509_STORE_new()), {}};
    for (auto const& certificate : *certificates) {
        X509_STORE_add_cert(made.store.get(), certificate.get());
        made.boundaries.push_back(read_time(X509_get0_notBefore(certificate.get())));
        made.boundaries.push_back(read_time(X509_get0_notAfter(certificate.get())));
    }
    return made;
}

}  // namespace

void ResumableSessions::remember(std::string const& server_name, SessionPtr session) {
    std::lock_guard const lock(mutex_);
    if (sessions_.size() >= resumable_max) sessions_.clear();
    sessions_.insert_or_assign(server_name, std::move(session));
}

SessionPtr ResumableSessions::find(std::string const& server_name, sansio::WallTime wall) const {
    std::lock_guard const lock(mutex_);
    auto const found = sessions_.find(server_name);
    if (found == sessions_.end()) return nullptr;
    X509* const leaf = SSL_SESSION_get0_peer(found->second.get());
    if (leaf == nullptr || dates_error(leaf, wall) != X509_V_OK) return nullptr;
    // A copy, because OpenSSL lets a TLS 1.3 session be used by one connection at a time.
    return SessionPtr(SSL_SESSION_dup(found->second.get()));
}

sansio::Result<std::shared_ptr<Material const>, ContextFault> make_material(Settings settings) {
    ERR_clear_error();
    auto authorities = read_authorities(settings.authorities_pem);
    if (!authorities) return sansio::unexpected(authorities.error());
    auto const chain = read_certificates(settings.certificate_chain_pem);
    if (!chain) return fault(chain.error().text);
    if (chain->empty() != settings.private_key_pem.empty())
        return fault("certificate and private key go together");

    auto material = std::make_shared<Material>(std::move(settings), std::move(authorities->store),
                                               std::move(authorities->boundaries));
    Settings const& kept = material->settings;
    auto context = make_ssl_context(*material);
    if (!context) return sansio::unexpected(context.error());
    if (!chain->empty()) {
        auto const key = read_private_key(kept.private_key_pem);
        if (!key) return fault(key.error().text);
        if (auto loaded = load_certificate(context->get(), *chain, key->get()); !loaded)
            return sansio::unexpected(loaded.error());
    }
    material->context = std::move(*context);
    return material;
}

}  // namespace tls
