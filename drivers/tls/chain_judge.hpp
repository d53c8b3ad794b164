// Judges chains outside of a handshake, as a handshake would; remembers what it found out (design.md §7.17).
#pragma once
#include <map>
#include <mutex>
#include <string>
#include <utility>

#include "drivers/tls/verdict.hpp"

namespace tls {

class ChainJudge {
public:
    /// `settings` and `authorities` must outlive the judge; `boundaries` are the dates at which an authority becomes
    /// valid or stops being it.
    ChainJudge(Settings const& settings, X509_STORE* authorities, std::vector<sansio::WallTime> boundaries)
        : settings_(settings), authorities_(authorities), boundaries_(std::move(boundaries)) {}

    sansio::PeerIdentity judge(std::string_view chain_pem, Role peer_role, sansio::WallTime wall) const;

private:
    /// A verdict holds until a certificate of the chain or an authority begins or ends to be valid.
    struct Judged {
        sansio::PeerIdentity identity;
        sansio::WallTime from;
        sansio::WallTime until;
    };
    Judged validate(std::string const& chain_pem, Role peer_role, sansio::WallTime wall) const;
    sansio::ChainVerdict validate(std::vector<CertificatePtr> const& chain, Role peer_role,
                                  sansio::WallTime wall) const;

    Settings const& settings_;
    X509_STORE* authorities_;
    std::vector<sansio::WallTime> boundaries_;
    mutable std::mutex mutex_;  // contexts are shared by worlds on different threads
    mutable std::map<std::pair<Role, std::string>, Judged> judged_;
};

}  // namespace tls
