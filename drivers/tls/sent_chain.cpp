#include "drivers/tls/sent_chain.hpp"

#include "drivers/tls/openssl_handles.hpp"
#include "drivers/tls/pem.hpp"
#include "drivers/tls/verdict.hpp"

namespace tls {

namespace {

std::string text_of(X509_NAME const* name) {
    BioPtr const bio(BIO_new(BIO_s_mem()));
    X509_NAME_print_ex(bio.get(), name, 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB);
    char* bytes = nullptr;
    auto const size = BIO_get_mem_data(bio.get(), &bytes);
    return size <= 0 ? std::string() : std::string(bytes, static_cast<std::size_t>(size));
}

std::string issuer_url_of(X509 const* certificate) {
    std::string url;
    auto* const accesses =
        static_cast<AUTHORITY_INFO_ACCESS*>(X509_get_ext_d2i(certificate, NID_info_access, nullptr, nullptr));
    for (int i = 0; url.empty() && i < sk_ACCESS_DESCRIPTION_num(accesses); ++i) {
        ACCESS_DESCRIPTION const* const access = sk_ACCESS_DESCRIPTION_value(accesses, i);
        if (OBJ_obj2nid(access->method) != NID_ad_ca_issuers || access->location->type != GEN_URI) continue;
        auto const* const uri = access->location->d.uniformResourceIdentifier;
        url.assign(reinterpret_cast<char const*>(ASN1_STRING_get0_data(uri)),
                   static_cast<std::size_t>(ASN1_STRING_length(uri)));
    }
    AUTHORITY_INFO_ACCESS_free(accesses);
    return url;
}

void read_key(X509 const* certificate, sansio::SentCertificate& into) {
    EVP_PKEY const* const key = X509_get0_pubkey(certificate);
    if (key == nullptr) return;
    char const* const name = EVP_PKEY_get0_type_name(key);
    into.key = name == nullptr ? "unknown" : name;
    if (auto const bits = EVP_PKEY_get_bits(key); bits > 0) into.key_bits = static_cast<unsigned>(bits);
}

sansio::SentCertificate read(X509 const* certificate) {
    sansio::SentCertificate sent;
    sent.subject = text_of(X509_get_subject_name(certificate));
    sent.issuer = text_of(X509_get_issuer_name(certificate));
    sent.issuer_url = issuer_url_of(certificate);
    read_key(certificate, sent);
    char const* const signature = OBJ_nid2ln(X509_get_signature_nid(certificate));
    sent.signature = signature == nullptr ? "unknown" : signature;
    sent.not_before = read_time(X509_get0_notBefore(certificate));
    sent.not_after = read_time(X509_get0_notAfter(certificate));
    // An extension or key that could not be read left its error behind, and the next SSL call would trip over it.
    ERR_clear_error();
    return sent;
}

}  // namespace

sansio::SentChain read_sent_chain(ssl_st const* ssl, bool asked) {
    sansio::SentChain chain;
    chain.asks_for_certificate = asked;
    auto* const certificates = SSL_get_peer_cert_chain(ssl);
    for (int i = 0; i < sk_X509_num(certificates); ++i)
        chain.certificates.push_back(read(sk_X509_value(certificates, i)));
    return chain;
}

sansio::Result<std::vector<sansio::SentCertificate>, ContextFault> describe_certificates(
    std::string_view pem) {
    auto const certificates = read_certificates(pem);
    if (!certificates) return sansio::unexpected(ContextFault{certificates.error().text});
    std::vector<sansio::SentCertificate> described;
    for (auto const& certificate : *certificates) described.push_back(read(certificate.get()));
    return described;
}

}  // namespace tls
