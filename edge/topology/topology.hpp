// What an edge acts on: its replica of the configuration, one immutable snapshot (design.md §5). Its document form:
//
//   <topology xmlns="urn:fedproof:topology:1">
//     <sip-domains> <domain name="contoso.com"/> </sip-domains>                       at least one
//     <edge>
//       <external fqdn="sip.contoso.com" listen="127.0.1.10:5061"/>                   all of these are required
//       <internal fqdn="edge-int.contoso.com" listen="127.0.1.11:5061"/>
//       <next-hop fqdn="pool01.contoso.com" address="127.0.1.20:5061"/>
//       <certificate usage="AccessEdgeExternal" chain="external.pem" key="external.key" authorities="public.pem"/>
//       <certificate usage="Internal" chain="internal.pem" key="internal.key" authorities="enterprise.pem"/>
//     </edge>
//     <access-edge AllowFederatedUsers="true" EnablePartnerDiscovery="false"/>        from here on all is optional
//     <allowed-domains>
//       <domain name="fabrikam.com" comment="found by SRV"/>
//       <domain name="litware.com" proxy-fqdn="sip.litware.com" proxy-address="127.0.1.31:5061"/>
//     </allowed-domains>
//     <blocked-domains> <domain name="spam.example" comment="since May"/> </blocked-domains>
//     <timers t1="500ms" t2="4s" t4="5s" idle="600s" silence="60s" scale="1"/>
//     <limits soft-cap="262144" hard-cap="1048576" parked-per-partner="1048576" parked-total="67108864"
//             links-per-peer="1000" transactions="200000"/>
//     <logging format="text" level="info"/>
//     <route-keys current="64 hexadecimal digits" previous="64 hexadecimal digits"/>
//     <border verification-header="ms-asserted-verification-level" user-data-header="ms-user-data"
//             diagnostics-to-partners="false"/>
//     <choices accept-srv-target-in-zone="false" cannot-route-status="404"/>
//   </topology>
//
// File names are relative to the document's folder. reader.hpp reads it, writer.hpp writes it.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "edge/topology/domain_table.hpp"
#include "sansio/address.hpp"
#include "sansio/network.hpp"
#include "sansio/time.hpp"

namespace topology {

inline constexpr std::string_view document_namespace = "urn:fedproof:topology:1";

/// A SIP domain of our own.
struct OwnDomain {
    std::string domain;  // lower case, as every domain and FQDN of a topology
    bool operator==(OwnDomain const&) const = default;
};

/// One side of the edge: the name in its certificate and where it listens, always TLS.
struct Interface {
    std::string fqdn;
    sansio::Endpoint listen;
    bool operator==(Interface const&) const = default;
};

/// Where inbound requests go: the home server's pool or Director.
struct NextHop {
    std::string fqdn;
    sansio::Endpoint address;
    bool operator==(NextHop const&) const = default;
};

/// PEM files of one certificate usage, as written in the document.
struct CertificateFiles {
    std::string chain;  // leaf first
    std::string key;
    std::string authorities;  // whom the peers on that side are trusted by
    bool operator==(CertificateFiles const&) const = default;
};

/// Set-CsAccessEdgeConfiguration: names and defaults of Lync Server 2013, the document's attributes are spelled alike.
struct AccessEdge {
    bool allow_federated_users = false;
    bool enable_partner_discovery = false;
    bool enable_archiving_disclaimer = false;
    bool mark_source_verifiable_on_outgoing_messages = true;
    std::uint32_t outgoing_tls_count_for_federated_partners = 4;  // 1–4
    bool operator==(AccessEdge const&) const = default;
};

/// New-CsAllowedDomain. With a ProxyFqdn the partner is an allowed partner server, which is not looked up by SRV.
struct AllowedDomain {
    std::string domain;
    std::string proxy_fqdn;  // empty: SRV
    std::optional<sansio::Endpoint>
        proxy_address;  // where proxy_fqdn is, without asking DNS; only with a proxy_fqdn
    std::string comment;
    bool mark_for_monitoring = false;
    bool operator==(AllowedDomain const&) const = default;
};

/// New-CsBlockedDomain.
struct BlockedDomain {
    std::string domain;
    std::string comment;
    bool operator==(BlockedDomain const&) const = default;
};

/// RFC 3261 §17 and our own waits. All are divided by `scale`, which is more than 1 in scaled runs only; so are the waits
/// that have no setting here: for DNS and what it says of its own life, for handshakes, between tries, after a Retry-After.
struct Timers {
    sansio::Duration t1 = std::chrono::milliseconds{500};
    sansio::Duration t2 = std::chrono::seconds{4};
    sansio::Duration t4 = std::chrono::seconds{5};
    sansio::Duration idle = std::chrono::seconds{600};  // a connection without a message is closed after this
    sansio::Duration silence =
        std::chrono::seconds{60};  // so long a peer may take for its first message, or one's rest
    std::uint32_t scale = 1;       // 1–1000

    sansio::Duration scaled(sansio::Duration duration) const { return duration / scale; }
    bool operator==(Timers const&) const = default;
};

/// Back-pressure (design.md §1.3 and §1.4), in bytes where nothing else is said.
struct Limits {
    std::uint64_t soft_cap = 256 * 1024;   // waiting for one destination: new requests to it are answered 503
    std::uint64_t hard_cap = 1024 * 1024;  // the destination is cut
    std::uint64_t parked_per_partner = 1024 * 1024;  // messages that wait for a look-up or a connection
    std::uint64_t parked_total = 64 * 1024 * 1024;
    std::uint64_t links_per_peer =
        1'000;  // a number of connections: so many may a peer have opened at a time
    std::uint64_t transactions =
        200'000;  // a number too: so many may be under way; a peer, as many as are free
    bool operator==(Limits const&) const = default;
};

struct Logging {
    enum class Format : std::uint8_t { text, json };
    Format format = Format::text;
    sansio::Report::Level level = sansio::Report::Level::info;
    bool operator==(Logging const&) const = default;
};

/// What signs the Record-Routes that the edge gives, and knows them again when they come back. All edges of a pool have the
/// same. To renew: `previous` becomes what `current` was; dialogs older than the renewal before end with 481. Without a
/// key the edge makes one for its own life: no dialog then outlives a restart, and no other edge of a pool takes it over.
/// The document is then as secret as the certificate's key.
struct RouteKeys {
    std::string current;   // 64 lower-case hexadecimal digits: 32 bytes; empty: none
    std::string previous;  // the same; only with a current one
    bool operator==(RouteKeys const&) const = default;
};

/// Headers at the border whose names no document settles, and New-CsDiagnosticHeaderConfiguration.
struct Border {
    std::string verification_header = "ms-asserted-verification-level";
    std::string user_data_header = "ms-user-data";
    bool diagnostics_to_partners = false;  // EnableHeaderForFederatedUsers: ms-diagnostics goes to partners
    bool operator==(Border const&) const = default;
};

/// What the documents of Lync leave open, each with our default.
struct Choices {
    bool accept_srv_target_in_zone = false;  // true: any name under the SIP domain will do as an SRV target
    bool accept_foreign_asserted_identity =
        false;                      // true: P-Asserted-Identity may name another domain than From
    int cannot_route_status = 404;  // 404 or 504: the answer that goes with diagnostic 1005
    bool operator==(Choices const&) const = default;
};

struct Topology {
    DomainTable<OwnDomain> sip_domains;
    Interface external;
    Interface internal;
    NextHop next_hop;
    CertificateFiles external_certificate;  // usage AccessEdgeExternal
    CertificateFiles internal_certificate;  // usage Internal
    AccessEdge access_edge;
    DomainTable<AllowedDomain> allowed_domains;
    DomainTable<BlockedDomain> blocked_domains;
    Timers timers;
    Limits limits;
    Logging logging;
    RouteKeys route_keys;
    Border border;
    Choices choices;

    bool is_own_domain(std::string_view domain) const { return sip_domains.contains(domain); }
    bool operator==(Topology const&) const = default;
};

}  // namespace topology
