#include "drivers/tls/verdict.hpp"

#include <algorithm>
#include <array>

namespace tls {

namespace {

using Fault = sansio::ChainVerdict::Fault;

std::string to_utf8(ASN1_STRING const* text) {
    unsigned char* bytes = nullptr;
    int const size = ASN1_STRING_to_UTF8(&bytes, text);
    if (size < 0) return {};
    std::string utf8(reinterpret_cast<char const*>(bytes), static_cast<std::size_t>(size));
    OPENSSL_free(bytes);
    return utf8;
}

std::string read_common_name(X509 const* certificate) {
    X509_NAME const* const subject = X509_get_subject_name(certificate);
    // RFC 2818 §3.1 speaks of the most specific one, which is the last.
    int last = -1;
    for (int next = -1; (next = X509_NAME_get_index_by_NID(subject, NID_commonName, next)) >= 0;) last = next;
    if (last < 0) return {};
    return to_utf8(X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, last)));
}

void read_names(X509 const* certificate, sansio::PeerCertificate& into) {
    into.has_subject_alt_name = X509_get_ext_by_NID(certificate, NID_subject_alt_name, -1) >= 0;
    auto* const names =
        static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr));
    for (int i = 0; i < sk_GENERAL_NAME_num(names); ++i) {
        GENERAL_NAME const* const name = sk_GENERAL_NAME_value(names, i);
        if (name->type != GEN_DNS && name->type != GEN_URI) continue;
        // With its length, so that a zero byte inside cannot shorten a name.
        std::string text(reinterpret_cast<char const*>(ASN1_STRING_get0_data(name->d.ia5)),
                         static_cast<std::size_t>(ASN1_STRING_length(name->d.ia5)));
        (name->type == GEN_DNS ? into.dns_names : into.uri_names).push_back(std::move(text));
    }
    GENERAL_NAMES_free(names);
}

std::vector<std::string> read_usages(X509 const* certificate) {
    std::vector<std::string> usages;
    auto* const list =
        static_cast<EXTENDED_KEY_USAGE*>(X509_get_ext_d2i(certificate, NID_ext_key_usage, nullptr, nullptr));
    for (int i = 0; i < sk_ASN1_OBJECT_num(list); ++i) {
        char text[80];
        int const size = OBJ_obj2txt(text, sizeof text, sk_ASN1_OBJECT_value(list, i), 1);
        if (size > 0 && size < static_cast<int>(sizeof text))
            usages.emplace_back(text, static_cast<std::size_t>(size));
    }
    EXTENDED_KEY_USAGE_free(list);
    return usages;
}

std::string read_fingerprint(X509 const* certificate) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    if (X509_digest(certificate, EVP_sha256(), digest.data(), &size) != 1) return {};
    std::string hex;
    for (unsigned int i = 0; i < size; ++i) {
        hex += digits[digest[i] >> 4U];
        hex += digits[digest[i] & 15U];
    }
    return hex;
}

/// RFC 5924 §5: id-kp-sipDomain is enough in either role, and by our policy so is anyExtendedKeyUsage. OpenSSL knows neither,
/// so what it says of the purpose may be about them; the key usage must fit all the same (RFC 5280 §4.2.1.3).
bool is_made_for_sip(X509* certificate) {
    auto const usages = read_usages(certificate);
    bool const is_for_sip = std::ranges::any_of(usages, [](std::string const& usage) {
        return usage == "1.3.6.1.5.5.7.3.20" || usage == "2.5.29.37.0";
    });
    return is_for_sip && (X509_get_key_usage(certificate) & KU_DIGITAL_SIGNATURE) != 0;
}

Fault classify(int error) {
    switch (error) {
        case X509_V_OK:
            return Fault::none;
        case X509_V_ERR_CERT_HAS_EXPIRED:
            return Fault::expired;
        case X509_V_ERR_CERT_NOT_YET_VALID:
            return Fault::not_yet_valid;
        case X509_V_ERR_INVALID_PURPOSE:
            return Fault::wrong_purpose;
        case X509_V_ERR_CERT_REVOKED:
            return Fault::revoked;
        case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
        case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
        case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
        case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
        case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
        case X509_V_ERR_CERT_UNTRUSTED:
            return Fault::unknown_authority;
        default:
            return Fault::other;
    }
}

}  // namespace

sansio::WallTime read_time(ASN1_TIME const* time) {
    std::tm fields{};
    if (ASN1_TIME_to_tm(time, &fields) != 1) return {};
    std::chrono::year_month_day const date{std::chrono::year{fields.tm_year + 1900},
                                           std::chrono::month{static_cast<unsigned>(fields.tm_mon + 1)},
                                           std::chrono::day{static_cast<unsigned>(fields.tm_mday)}};
    return sansio::WallTime{std::chrono::sys_days{date}.time_since_epoch()} +
           std::chrono::hours{fields.tm_hour} + std::chrono::minutes{fields.tm_min} +
           std::chrono::seconds{fields.tm_sec};
}

std::time_t to_seconds(sansio::WallTime wall) {
    return std::chrono::floor<std::chrono::seconds>(wall.time_since_epoch()).count();
}

sansio::PeerCertificate read_peer_certificate(X509 const* certificate) {
    sansio::PeerCertificate read;
    read.common_name = read_common_name(certificate);
    read_names(certificate, read);
    read.extended_key_usages = read_usages(certificate);
    read.not_before = read_time(X509_get0_notBefore(certificate));
    read.not_after = read_time(X509_get0_notAfter(certificate));
    read.fingerprint = read_fingerprint(certificate);
    // An extension that could not be read left its error behind, and the next SSL call would trip over it.
    ERR_clear_error();
    return read;
}

int dates_error(X509 const* certificate, sansio::WallTime wall) {
    if (wall < read_time(X509_get0_notBefore(certificate))) return X509_V_ERR_CERT_NOT_YET_VALID;
    if (wall >= read_time(X509_get0_notAfter(certificate))) return X509_V_ERR_CERT_HAS_EXPIRED;
    return X509_V_OK;
}

sansio::ChainVerdict make_verdict(int error, int depth) {
    if (error == X509_V_OK) return {};
    return {classify(error), depth, X509_verify_cert_error_string(error)};
}

int Judgement::on_step(int ok, X509_STORE_CTX* validation) {
    if (ok == 1) return 1;
    if (excused(validation)) {
        X509_STORE_CTX_set_error(validation, X509_V_OK);
        return 1;
    }
    if (verdict_.fault == Fault::none)
        verdict_ =
            make_verdict(X509_STORE_CTX_get_error(validation), X509_STORE_CTX_get_error_depth(validation));
    return settings_->verify_chain ? 0 : 1;
}

bool Judgement::excused(X509_STORE_CTX* validation) const {
    if (X509_STORE_CTX_get_error(validation) != X509_V_ERR_INVALID_PURPOSE ||
        X509_STORE_CTX_get_error_depth(validation) != 0)
        return false;
    auto* const leaf = X509_STORE_CTX_get_current_cert(validation);
    // Only as a server can we meet a leaf that is good for servers and nevertheless of the wrong purpose.
    if (!settings_->require_client_usage && X509_check_purpose(leaf, X509_PURPOSE_SSL_SERVER, 0) == 1)
        return true;
    return is_made_for_sip(leaf);
}

}  // namespace tls
