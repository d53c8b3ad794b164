#include "drivers/tls/chain_judge.hpp"

#include "drivers/tls/pem.hpp"
#include "sansio/check.hpp"

namespace tls {

namespace {

constexpr std::size_t judged_max = 1'000;

int on_step(int ok, X509_STORE_CTX* validation) {
    return static_cast<Judgement*>(X509_STORE_CTX_get_app_data(validation))->on_step(ok, validation);
}

}  // namespace

sansio::PeerIdentity ChainJudge::judge(std::string_view chain_pem, Role peer_role,
                                       sansio::WallTime wall) const {
    std::pair<Role, std::string> key(peer_role, chain_pem);
    std::lock_guard const lock(mutex_);
    auto const found = judged_.find(key);
    if (found != judged_.end() && found->second.from <= wall && wall < found->second.until)
        return found->second.identity;
    if (judged_.size() >= judged_max) judged_.clear();
    Judged judged = validate(key.second, peer_role, wall);
    sansio::PeerIdentity identity = judged.identity;
    judged_.insert_or_assign(std::move(key), std::move(judged));
    return identity;
}

ChainJudge::Judged ChainJudge::validate(std::string const& chain_pem, Role peer_role,
                                        sansio::WallTime wall) const {
    Judged judged{{}, sansio::WallTime::min(), sansio::WallTime::max()};
    auto const chain = read_certificates(chain_pem);
    if (!chain) {
        judged.identity.chain = {sansio::ChainVerdict::Fault::other, 0, chain.error().text};
        return judged;
    }
    if (chain->empty()) {
        judged.identity.chain = {sansio::ChainVerdict::Fault::no_certificate, 0, "no certificate"};
        return judged;
    }
    judged.identity.leaf = read_peer_certificate(chain->front().get());
    judged.identity.chain = validate(*chain, peer_role, wall);
    auto const narrow = [&judged, wall](sansio::WallTime boundary) {
        if (boundary <= wall)
            judged.from = std::max(judged.from, boundary);
        else
            judged.until = std::min(judged.until, boundary);
    };
    for (sansio::WallTime const boundary : boundaries_) narrow(boundary);
    for (auto const& certificate : *chain) {
        narrow(read_time(X509_get0_notBefore(certificate.get())));
        narrow(read_time(X509_get0_notAfter(certificate.get())));
    }
    return judged;
}

sansio::ChainVerdict ChainJudge::validate(std::vector<CertificatePtr> const& chain, Role peer_role,
                                          sansio::WallTime wall) const {
    STACK_OF(X509)* const untrusted = sk_X509_new_null();
    for (auto const& certificate : chain) sk_X509_push(untrusted, certificate.get());
    StoreContextPtr const validation(X509_STORE_CTX_new());
    Judgement judgement(settings_);
    sansio::check(X509_STORE_CTX_init(validation.get(), authorities_, chain.front().get(), untrusted) == 1,
                  "a validation can be set up");
    X509_STORE_CTX_set_default(validation.get(), peer_role == Role::server ? "ssl_server" : "ssl_client");
    X509_VERIFY_PARAM* const parameters = X509_STORE_CTX_get0_param(validation.get());
    X509_VERIFY_PARAM_set_time(parameters, to_seconds(wall));
    X509_VERIFY_PARAM_set_auth_level(parameters, settings_.security_level);
    X509_STORE_CTX_set_app_data(validation.get(), &judgement);
    X509_STORE_CTX_set_verify_cb(validation.get(), on_step);
    int const valid = X509_verify_cert(validation.get());
    ERR_clear_error();
    sk_X509_free(untrusted);
    // A validation may also break off without having asked the judgement.
    if (valid != 1 && judgement.verdict().fault == sansio::ChainVerdict::Fault::none)
        return {sansio::ChainVerdict::Fault::other, 0, "the validation broke off"};
    return judgement.take_verdict();
}

}  // namespace tls
