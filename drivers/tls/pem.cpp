#include "drivers/tls/pem.hpp"

#include <algorithm>
#include <optional>

#include <openssl/pem.h>

#include "sansio/check.hpp"

namespace tls {

namespace {

/// Without it OpenSSL would ask for a pass phrase on the terminal.
int no_pass_phrase(char*, int, int, void*) {
    return -1;
}

BioPtr reading(std::string_view text) {
    return BioPtr(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

std::string written(BIO* bio) {
    char* text = nullptr;
    long const size = BIO_get_mem_data(bio, &text);
    return {text, static_cast<std::size_t>(size)};
}

bool at_end_of_pem() {
    unsigned long const code = ERR_peek_last_error();
    return ERR_GET_LIB(code) == ERR_LIB_PEM && ERR_GET_REASON(code) == PEM_R_NO_START_LINE;
}

/// What was read lately. OpenSSL 3 spends 0.2 ms on a certificate's public key, and the parties of a simulation read the
/// same few certificates again and again: each as its own, as a trusted one, as a peer's.
class RecentlyRead {
public:
    std::optional<std::vector<CertificatePtr>> find(std::string_view pem) const {
        auto const found = std::ranges::find(entries_, pem, &Entry::pem);
        if (found == entries_.end()) return std::nullopt;
        return share(found->certificates);
    }
    void remember(std::string_view pem, std::vector<CertificatePtr> const& certificates) {
        if (pem.size() > size_max) return;
        if (entries_.size() < entries_max) entries_.emplace_back();
        entries_[next_] = {std::string(pem), share(certificates)};
        next_ = (next_ + 1) % entries_max;
    }

private:
    static constexpr std::size_t entries_max = 32;
    static constexpr std::size_t size_max = 16 * 1024;

    struct Entry {
        std::string pem;
        std::vector<CertificatePtr> certificates;
    };

    static std::vector<CertificatePtr> share(std::vector<CertificatePtr> const& certificates) {
        std::vector<CertificatePtr> shared;
        shared.reserve(certificates.size());
        for (auto const& certificate : certificates) {
            X509_up_ref(certificate.get());
            shared.emplace_back(certificate.get());
        }
        return shared;
    }

    std::vector<Entry> entries_;
    std::size_t next_ = 0;
};

thread_local RecentlyRead recently_read;

}  // namespace

sansio::Result<std::vector<CertificatePtr>, PemFault> read_certificates(std::string_view pem) {
    if (auto known = recently_read.find(pem)) return *std::move(known);
    std::vector<CertificatePtr> certificates;
    BioPtr const bio = reading(pem);
    for (;;) {
        ERR_clear_error();
        CertificatePtr certificate(PEM_read_bio_X509(bio.get(), nullptr, no_pass_phrase, nullptr));
        if (!certificate) break;
        certificates.push_back(std::move(certificate));
    }
    if (!at_end_of_pem()) return sansio::unexpected(PemFault{"certificate: " + take_error_text()});
    ERR_clear_error();
    recently_read.remember(pem, certificates);
    return certificates;
}

sansio::Result<KeyPtr, PemFault> read_private_key(std::string_view pem) {
    ERR_clear_error();
    KeyPtr key(PEM_read_bio_PrivateKey(reading(pem).get(), nullptr, no_pass_phrase, nullptr));
    if (!key) return sansio::unexpected(PemFault{"private key: " + take_error_text()});
    return key;
}

std::string to_pem(X509* certificate) {
    BioPtr const bio(BIO_new(BIO_s_mem()));
    sansio::check(PEM_write_bio_X509(bio.get(), certificate) == 1, "a certificate has a PEM form");
    return written(bio.get());
}

std::string to_pem(EVP_PKEY* key) {
    BioPtr const bio(BIO_new(BIO_s_mem()));
    sansio::check(PEM_write_bio_PKCS8PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr) == 1,
                  "a key has a PEM form");
    return written(bio.get());
}

}  // namespace tls
