#include "drivers/tls/authority.hpp"

#include "drivers/tls/openssl_handles.hpp"
#include "drivers/tls/pem.hpp"
#include "sansio/check.hpp"

namespace tls {

namespace {

using sansio::check;

KeyPtr make_key() {
    KeyPtr key(EVP_EC_gen("P-256"));
    check(key != nullptr, "OpenSSL makes P-256 keys");
    return key;
}

/// A certificate before it is signed; the steps are the fields of RFC 5280 §4.1.2.
class Draft {
public:
    Draft(std::string const& common_name, std::uint64_t serial, EVP_PKEY* key) : certificate_(X509_new()) {
        check(X509_set_version(get(), X509_VERSION_3) == 1 &&
                  ASN1_INTEGER_set_uint64(X509_get_serialNumber(get()), serial) == 1 &&
                  X509_set_pubkey(get(), key) == 1,
              "a certificate takes serial number and key");
        auto const* const text = reinterpret_cast<unsigned char const*>(common_name.data());
        check(X509_NAME_add_entry_by_NID(X509_get_subject_name(get()), NID_commonName, MBSTRING_UTF8, text,
                                         static_cast<int>(common_name.size()), -1, 0) == 1,
              "a common name is UTF-8 of 1 to 64 characters");
    }
    X509* get() { return certificate_.get(); }

    void set_validity(sansio::WallTime not_before, sansio::WallTime not_after) {
        set_time(X509_getm_notBefore(get()), not_before);
        set_time(X509_getm_notAfter(get()), not_after);
    }
    /// `issuer` null: the certificate is its own.
    void set_issuer(X509* issuer) {
        issuer_ = issuer == nullptr ? get() : issuer;
        check(X509_set_issuer_name(get(), X509_get_subject_name(issuer_)) == 1, "an issuer has a name");
    }
    void add(int extension, std::string const& text) {
        X509V3_CTX context;
        X509V3_set_ctx(&context, issuer_, get(), nullptr, nullptr, 0);
        X509_EXTENSION* const made = X509V3_EXT_conf_nid(nullptr, &context, extension, text.c_str());
        check(made != nullptr && X509_add_ext(get(), made, -1) == 1, "an extension of ours is well formed");
        X509_EXTENSION_free(made);
    }
    void add_names(std::vector<std::string> const& dns_names, std::vector<std::string> const& uri_names) {
        if (dns_names.empty() && uri_names.empty()) return;
        GENERAL_NAMES* const names = GENERAL_NAMES_new();
        for (auto const& name : dns_names) push(names, GEN_DNS, name);
        for (auto const& name : uri_names) push(names, GEN_URI, name);
        check(X509_add1_ext_i2d(get(), NID_subject_alt_name, names, 0, 0) == 1,
              "names make a subjectAltName");
        GENERAL_NAMES_free(names);
    }
    CertificatePtr sign(EVP_PKEY* key) && {
        check(X509_sign(get(), key, EVP_sha256()) > 0, "a P-256 key signs");
        return std::move(certificate_);
    }

private:
    static void set_time(ASN1_TIME* field, sansio::WallTime wall) {
        auto const seconds = std::chrono::duration_cast<std::chrono::seconds>(wall.time_since_epoch());
        check(ASN1_TIME_set(field, seconds.count()) != nullptr,
              "a validity date lies in the years 0 to 9999");
    }
    static void push(GENERAL_NAMES* names, int type, std::string const& text) {
        ASN1_IA5STRING* const value = ASN1_IA5STRING_new();
        GENERAL_NAME* const name = GENERAL_NAME_new();
        check(ASN1_STRING_set(value, text.data(), static_cast<int>(text.size())) == 1,
              "a name fits a string");
        GENERAL_NAME_set0_value(name, type, value);
        sk_GENERAL_NAME_push(names, name);
    }

    CertificatePtr certificate_;
    X509* issuer_ = nullptr;
};

std::string usages_of(CertificateRequest const& request) {
    std::string usages;
    auto const add = [&usages](std::string_view usage) {
        if (!usages.empty()) usages += ',';
        usages += usage;
    };
    if (request.server_eku) add("serverAuth");
    if (request.client_eku) add("clientAuth");
    for (auto const& usage : request.other_usages) add(usage);
    return usages;
}

CertificatePtr make_leaf(CertificateRequest const& request, std::uint64_t serial, EVP_PKEY* key, X509* issuer,
                         EVP_PKEY* issuer_key) {
    Draft draft(request.common_name, serial, key);
    draft.set_validity(request.not_before, request.not_after);
    draft.set_issuer(issuer);
    draft.add(NID_basic_constraints, "critical,CA:FALSE");
    draft.add(NID_key_usage, "critical,digitalSignature");
    if (auto const usages = usages_of(request); !usages.empty()) draft.add(NID_ext_key_usage, usages);
    draft.add(NID_subject_key_identifier, "hash");
    draft.add(NID_authority_key_identifier, "keyid");
    if (!request.issuer_url.empty()) draft.add(NID_info_access, "caIssuers;URI:" + request.issuer_url);
    draft.add_names(request.dns_names, request.uri_names);
    return std::move(draft).sign(issuer_key);
}

struct Validity {
    sansio::WallTime not_before;
    sansio::WallTime not_after;
};

CertificatePtr make_authority(std::string const& common_name, std::uint64_t serial, Validity validity,
                              EVP_PKEY* key, X509* issuer, EVP_PKEY* issuer_key) {
    Draft draft(common_name, serial, key);
    draft.set_validity(validity.not_before, validity.not_after);
    draft.set_issuer(issuer);
    draft.add(NID_basic_constraints, "critical,CA:TRUE");
    draft.add(NID_key_usage, "critical,keyCertSign,cRLSign");
    draft.add(NID_subject_key_identifier, "hash");
    if (issuer != nullptr) draft.add(NID_authority_key_identifier, "keyid");
    return std::move(draft).sign(issuer_key);
}

}  // namespace

struct Authority::Material {
    KeyPtr key;
    CertificatePtr certificate;
    std::string pem;
    std::string intermediates_pem;  // what stands behind each leaf
    std::uint64_t next_serial = 1;
};

Authority::Authority(std::unique_ptr<Material> material) : material_(std::move(material)) {}
Authority::Authority(Authority&&) noexcept = default;
Authority& Authority::operator=(Authority&&) noexcept = default;
Authority::~Authority() = default;

Authority::Authority(std::string const& common_name, sansio::WallTime not_before, sansio::WallTime not_after,
                     std::uint64_t first_serial)
    : material_(std::make_unique<Material>()) {
    material_->key = make_key();
    material_->certificate = make_authority(common_name, first_serial, {not_before, not_after},
                                            material_->key.get(), nullptr, material_->key.get());
    material_->pem = to_pem(material_->certificate.get());
    material_->next_serial = first_serial + 1;
}

Authority Authority::subordinate(std::string const& common_name, sansio::WallTime not_before,
                                 sansio::WallTime not_after, std::uint64_t first_serial) {
    auto material = std::make_unique<Material>();
    material->key = make_key();
    material->certificate =
        make_authority(common_name, material_->next_serial++, {not_before, not_after}, material->key.get(),
                       material_->certificate.get(), material_->key.get());
    material->pem = to_pem(material->certificate.get());
    material->intermediates_pem = material->pem + material_->intermediates_pem;
    material->next_serial = first_serial;
    return Authority(std::move(material));
}

Credentials Authority::issue(CertificateRequest const& request) {
    KeyPtr const key = make_key();
    CertificatePtr const leaf = make_leaf(request, material_->next_serial++, key.get(),
                                          material_->certificate.get(), material_->key.get());
    return {to_pem(leaf.get()) + material_->intermediates_pem, to_pem(key.get())};
}

std::string const& Authority::certificate_pem() const {
    return material_->pem;
}

Credentials issue_self_signed(CertificateRequest const& request, std::uint64_t serial) {
    KeyPtr const key = make_key();
    CertificatePtr const leaf = make_leaf(request, serial, key.get(), nullptr, key.get());
    return {to_pem(leaf.get()), to_pem(key.get())};
}

}  // namespace tls
