// What many connections share: certificate, key, trusted authorities, versions. Immutable once made.
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "drivers/tls/channel.hpp"
#include "sansio/result.hpp"

namespace tls {

enum class Version : std::uint8_t { tls1_0, tls1_1, tls1_2, tls1_3 };

struct Settings {
    std::string certificate_chain_pem;  // leaf first
    std::string private_key_pem;
    std::string authorities_pem;  // whom we trust; empty: nobody
    Version version_min = Version::tls1_2;
    Version version_max = Version::tls1_3;
    int security_level = 2;           // OpenSSL's; 0 lets old partners in and is reported (design.md §7.15)
    bool present_certificate = true;  // as a client; false: the partner that shows none
    bool require_certificate = true;  // as a server
    bool ask_certificate = true;      // as a server; false: the partner that knows no mutual TLS
    bool require_client_usage =
        true;  // as a server; false: a client may show a certificate for servers (Lync's edges do)
    bool verify_chain = true;  // false: the verdict is handed up and the handshake goes on
    bool report_peer = false;  // as a client: PeerIdentity::sent and ConnectionFault::peer are filled
    bool session_tickets = false;
    std::function<void(std::string_view line)> key_log;  // NSS key log lines without line end; empty: none
};

struct ContextFault {
    std::string text;
};

/// Settings checked by OpenSSL: key and certificate match, PEM is readable.
class Context {
public:
    /// Fails on unreadable PEM or a key that does not fit; `text` says which and why.
    static sansio::Result<std::shared_ptr<Context const>, ContextFault> make(Settings settings);
    ~Context();
    Context(Context const&) = delete;
    Context& operator=(Context const&) = delete;

    /// A real TLS end. Certificates are judged at `wall`. `server_name` is for a client's SNI; empty sends none.
    std::unique_ptr<Channel> make_session(Role role, std::string_view server_name,
                                          sansio::WallTime wall) const;
    /// Its plain twin for simulations: the same identity and chain verdict, no encryption. Both ends must be twins.
    std::unique_ptr<Channel> make_plain_twin(Role role, std::string_view server_name,
                                             sansio::WallTime wall) const;

    /// Judges a chain (PEM, leaf first) as a handshake would, for `role` of the peer.
    sansio::PeerIdentity judge(std::string_view chain_pem, Role peer_role, sansio::WallTime wall) const;
    Settings const& settings() const;

private:
    struct Shared;
    explicit Context(std::unique_ptr<Shared> shared);
    std::unique_ptr<Shared> shared_;
};

}  // namespace tls
