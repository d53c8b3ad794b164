// Two channels with a wire between them, and the certificates to try them with: for tests and benchmarks.
#pragma once
#include <algorithm>
#include <cstddef>
#include <limits>
#include <memory>
#include <optional>
#include <string>

#include "drivers/tls/authority.hpp"
#include "drivers/tls/context.hpp"
#include "sansio/byte_buffer.hpp"
#include "sansio/check.hpp"

namespace tls::testing {

using namespace std::chrono_literals;

constexpr sansio::WallTime today{std::chrono::sys_days{std::chrono::year{2013} / 6 / 1}.time_since_epoch()};
constexpr auto year = 365 * 24h;

inline Authority make_authority(std::string const& name) {
    return {name, today - year, today + 10 * year};
}

inline CertificateRequest request_for(std::string const& fqdn) {
    return {.common_name = fqdn,
            .dns_names = {fqdn},
            .uri_names = {"sip:" + fqdn.substr(fqdn.find('.') + 1)},
            .not_before = today - year,
            .not_after = today + year,
            .other_usages = {}};
}

/// What a party of `authority` uses: its own certificate, and trust in the same authority.
inline Settings settings_for(Authority& authority, CertificateRequest const& request) {
    auto credentials = authority.issue(request);
    Settings settings;
    settings.certificate_chain_pem = std::move(credentials.chain_pem);
    settings.private_key_pem = std::move(credentials.key_pem);
    settings.authorities_pem = authority.certificate_pem();
    return settings;
}

inline std::shared_ptr<Context const> make_context(Settings settings) {
    auto made = Context::make(std::move(settings));
    sansio::check(made.has_value(), "a context of a test can be made");
    return *made;
}

/// One channel and all that it reported.
struct End {
    std::unique_ptr<Channel> channel;
    std::optional<sansio::PeerIdentity> identity;
    std::string plain;
    bool peer_closed = false;
    std::optional<sansio::ConnectionFault> fault;

    void collect() {
        while (auto event = channel->poll_event()) {
            if (auto* established = std::get_if<Established>(&*event))
                identity = std::move(established->identity);
            if (auto* plaintext = std::get_if<Plaintext>(&*event)) plain += sansio::as_text(plaintext->bytes);
            if (std::holds_alternative<PeerClosed>(*event)) peer_closed = true;
            if (auto* failed = std::get_if<Failed>(&*event)) fault = std::move(failed->fault);
        }
    }
    void write(std::string_view text) { channel->write(sansio::as_bytes(text)); }
};

class ChannelPair {
public:
    ChannelPair(std::unique_ptr<Channel> client_channel, std::unique_ptr<Channel> server_channel) {
        client.channel = std::move(client_channel);
        server.channel = std::move(server_channel);
    }

    /// Carries bytes both ways, `piece_max` at a time, until neither end has more to say.
    void run() {
        client.collect();
        server.collect();
        while (carry(client, server) || carry(server, client)) {
        }
    }

    End client;
    End server;
    std::size_t piece_max = std::numeric_limits<std::size_t>::max();

private:
    bool carry(End& from, End& to) const {
        std::string const wire(sansio::as_text(from.channel->unsent()));
        from.channel->sent(wire.size());
        for (std::size_t at = 0; at < wire.size(); at += std::min(piece_max, wire.size())) {
            to.channel->receive(sansio::as_bytes(std::string_view(wire).substr(at, piece_max)));
            to.collect();
        }
        return !wire.empty();
    }
};

}  // namespace tls::testing
