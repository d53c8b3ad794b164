// For tests: a home server and a partner, connected directly, in a simulated world with DNS and certificates.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include <gmock/gmock.h>

#include "drivers/virtual/world.hpp"
#include "sansio/wall_time.hpp"
#include "simulators/home_server/home_server.hpp"
#include "simulators/internet/certificate_authorities.hpp"
#include "simulators/internet/dns_server.hpp"
#include "simulators/sip_peer/sip_peer.hpp"

namespace home_server {

inline sansio::IpAddress at(std::uint8_t host) {
    return sansio::IpAddress::v4(127, 0, 1, host);
}

inline drivers::WorldSettings world_settings(sansio::WallTime start) {
    drivers::WorldSettings settings;
    settings.seed = 3;
    settings.start = start;
    return settings;
}

class TwoParties : public testing::Test {
protected:
    TwoParties() {
        dns.zone().add(
            {"_sipfederationtls._tcp.contoso.com", internet::SrvRecord{0, 0, 5061, "pool01.contoso.com"}});
        dns.zone().add({"pool01.contoso.com", at(20)});
        add("dns", dns, at(2), {});
    }

    /// Started by each test after it changed what it wants different.
    void begin(internet::CertificateFault fault = internet::CertificateFault::none) {
        HomeServerSettings inside;
        inside.users = {{"alice@contoso.com", "Alice"}};
        inside.listen = {at(20), 5061};
        inside.edge = {at(30), 5061};
        inside.edge_name = "sip.fabrikam.com";
        contoso = std::make_unique<HomeServer>(inside, journal);
        sip_peer::SipPeerSettings outside;
        outside.users = {{"bob@fabrikam.com", "Bob"}, {"carol@fabrikam.com", "Carol"}};
        outside.listen = {at(30), 5061};
        outside.resolver = {at(2), 10053};
        outside.seed = 2;
        fabrikam = std::make_unique<sip_peer::SipPeer>(outside, journal);
        inside_id = add("contoso", *contoso, at(20), authorities.context("pool01.contoso.com"));
        outside_id = add("fabrikam", *fabrikam, at(30), authorities.context("sip.fabrikam.com", fault));
    }
    drivers::HostId add(std::string name, sansio::Host& host, sansio::IpAddress address,
                        std::shared_ptr<tls::Context const> context) {
        drivers::HostSetup setup;
        setup.name = std::move(name);
        setup.host = &host;
        setup.addresses = {address};
        if (context) setup.profiles = {std::move(context)};
        return world.add(std::move(setup));
    }
    /// Lets the parties act on commands, then time pass.
    void run(sansio::Duration time = std::chrono::seconds{2}) {
        world.touch(inside_id);
        world.touch(outside_id);
        world.run_until(world.now() + time);
    }
    sansio::Time now() const { return world.now(); }

    /// The story as one party tells it: "sent INVITE", "received 200 INVITE", "note timeout"; automatic ones in ().
    std::vector<std::string> story(std::string const& party) const {
        std::vector<std::string> lines;
        for (auto const& seen : journal.all())
            if (seen.party == party) lines.push_back(line_of(seen));
        return lines;
    }
    static std::string line_of(kit::Observation const& seen) {
        std::string line(kit::to_text(seen.kind));
        using Kind = kit::Observation::Kind;
        if (seen.kind == Kind::note) return line + " " + seen.note;
        if (seen.kind != Kind::sent && seen.kind != Kind::received) return line;
        if (!seen.summary.is_request) line += " " + std::to_string(seen.summary.status);
        line += " " + seen.summary.method;
        return seen.automatic ? "(" + line + ")" : line;
    }
    /// The last message of `party` of this kind and method.
    kit::Observation const& last(std::string const& party, kit::Observation::Kind kind,
                                 std::string const& method) const {
        kit::Observation const* found = nullptr;
        for (auto const& seen : journal.all())
            if (seen.party == party && seen.kind == kind && seen.summary.method == method) found = &seen;
        EXPECT_NE(found, nullptr) << party << " " << method;
        static kit::Observation const none;
        return found == nullptr ? none : *found;
    }
    void expect_no_faults() const {
        for (auto const& seen : journal.all()) EXPECT_EQ(seen.fault, "") << seen.raw;
    }

    sansio::WallTime date = *sansio::parse_wall_time("2013-06-01");
    internet::CertificateAuthorities authorities{date};
    drivers::World world{world_settings(date)};
    internet::DnsServer dns{{at(2), 10053}};
    kit::Journal journal;
    std::unique_ptr<HomeServer> contoso;
    std::unique_ptr<sip_peer::SipPeer> fabrikam;
    drivers::HostId inside_id{};
    drivers::HostId outside_id{};
};

}  // namespace home_server
