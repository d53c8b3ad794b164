#include "harness/runner/stage.hpp"

#include <algorithm>

#include "edge/central/shell.hpp"
#include "simulators/home_server/home_server.hpp"
#include "simulators/sip_peer/sip_peer.hpp"

namespace runner {
namespace {

using Fault = script::CertificateChange::Fault;

internet::CertificateFault minted_fault(Fault fault) {
    switch (fault) {
        case Fault::none:
        case Fault::not_shown:
            return internet::CertificateFault::none;
        case Fault::expired:
            return internet::CertificateFault::expired;
        case Fault::not_yet_valid:
            return internet::CertificateFault::not_yet_valid;
        case Fault::wrong_name:
            return internet::CertificateFault::wrong_name;
        case Fault::stranger:
            return internet::CertificateFault::stranger;
        case Fault::no_client_usage:
            return internet::CertificateFault::no_client_usage;
        case Fault::no_server_usage:
            return internet::CertificateFault::no_server_usage;
        case Fault::sip_usage:
            return internet::CertificateFault::sip_usage;
        case Fault::sip_and_mail_usage:
            return internet::CertificateFault::sip_and_mail_usage;
        case Fault::any_usage:
            return internet::CertificateFault::any_usage;
        case Fault::foreign_usage:
            return internet::CertificateFault::foreign_usage;
        case Fault::no_alternative_name:
            return internet::CertificateFault::no_alternative_name;
        case Fault::domain_only:
            return internet::CertificateFault::domain_only;
        case Fault::renewed:
            return internet::CertificateFault::renewed;
        case Fault::intermediate:
            return internet::CertificateFault::intermediate;
        case Fault::no_intermediate:
            return internet::CertificateFault::no_intermediate;
    }
    return internet::CertificateFault::none;
}

std::optional<internet::CertificateNames> minted_names(script::CertificateChange const& change) {
    if (!change.names) return std::nullopt;
    return internet::CertificateNames{change.names->common_name, change.names->dns_names, change.names->uris};
}

std::string dialect_name(script::PartnerKind kind) {
    switch (kind) {
        case script::PartnerKind::lync2013:
            return "lync2013";
    }
    return "lync2013";
}

/// "alice" → "Alice"
kit::User user_of(script::User const& user) {
    std::string name = user.name;
    if (!name.empty() && name[0] >= 'a' && name[0] <= 'z') name[0] = static_cast<char>(name[0] - 'a' + 'A');
    return {user.address, std::move(name)};
}

std::vector<kit::User> users_of(std::vector<script::User> const& users) {
    std::vector<kit::User> all;
    all.reserve(users.size());
    for (auto const& user : users) all.push_back(user_of(user));
    return all;
}

tls::Version version_of(script::TlsChange::Version version, tls::Version otherwise) {
    using Version = script::TlsChange::Version;
    switch (version) {
        case Version::usual:
            return otherwise;
        case Version::tls1_0:
            return tls::Version::tls1_0;
        case Version::tls1_1:
            return tls::Version::tls1_1;
        case Version::tls1_2:
            return tls::Version::tls1_2;
        case Version::tls1_3:
            return tls::Version::tls1_3;
    }
    return otherwise;
}

Refusals refusal(std::string text) {
    return {{{0, 0}, std::move(text)}};
}

}  // namespace

Stage::Stage(StageSettings settings)
    : settings_(settings),
      random_(settings.seed),
      authorities_(settings.date),
      dns_(settings.network.resolvers()),
      topology_(first_topology(*settings.scenario, settings.network, settings.timer_divisor)) {
    actors_[scenario().cast.organisation.id];
    std::size_t index = 0;
    for (auto const& partner : scenario().cast.partners) {
        Actor& actor = actors_[partner.id];
        actor.partner = &partner;
        actor.index = index++;
        actor.dns.partner = partner.id;
    }
}

Stage::~Stage() {
    settings_.edge->kill();
    for (auto const& [id, actor] : actors_)
        if (actor.host) settings_.driver->remove(*actor.host);
    if (dns_host_) settings_.driver->remove(*dns_host_);
}

Refusals Stage::open() {
    settings_.driver->set_wall(settings_.date);
    start_dns();
    for (auto const& change : scenario().given.dns) this->change(change);
    for (auto const& change : scenario().given.certificates) this->change(change);
    for (auto const& change : scenario().given.tls) this->change(change);
    for (auto const& change : scenario().given.by_hand) this->change(change);
    for (auto const& shell : scenario().given.shells)
        if (auto refusals = type(shell); !refusals.empty()) return refusals;
    for (auto& [id, actor] : actors_) start_actor(id, actor);
    settings_.edge->start(edge_configuration());
    edge_runs_ = true;
    return {};
}

void Stage::close() {
    if (edge_runs_) settings_.edge->stop();
    edge_runs_ = false;
}

void Stage::start_dns() {
    add_records(dns_.zone(), scenario().cast.organisation, settings_.network);
    if (settings_.inside_in_dns) add_inside(dns_.zone(), scenario().cast.organisation, settings_.network);
    for (auto const& [id, actor] : actors_)
        if (actor.partner != nullptr)
            set_records(dns_.zone(), *actor.partner, settings_.network.partner(actor.index), {}, {});
    drivers::HostSetup setup;
    setup.name = "dns";
    setup.host = &dns_;
    for (auto const& server : settings_.network.resolvers()) setup.addresses.push_back(server.address);
    dns_host_ = settings_.driver->add(std::move(setup));
}

kit::TimerValues Stage::timers() const {
    kit::TimerValues values;
    values.t1 /= settings_.timer_divisor;
    values.t2 /= settings_.timer_divisor;
    return values;
}

std::unique_ptr<kit::Party> Stage::make_party(std::string const& id, Actor const& actor) {
    auto const& organisation = scenario().cast.organisation;
    if (actor.partner == nullptr) {
        home_server::HomeServerSettings inside;
        inside.name = id;
        inside.domain = organisation.domain;
        inside.host_name = organisation.pool;
        inside.users = users_of(organisation.users);
        inside.listen = settings_.network.home_server();
        inside.edge = settings_.network.edge_internal();
        inside.edge_name = organisation.internal_edge;
        inside.timers = timers();
        inside.seed = random_.next();
        return std::make_unique<home_server::HomeServer>(std::move(inside), journal_);
    }
    sip_peer::SipPeerSettings outside;
    outside.name = id;
    outside.domain = actor.partner->domain;
    outside.host_name = actor.partner->server;
    outside.users = users_of(actor.partner->users);
    outside.listen = settings_.network.partner(actor.index);
    outside.resolver = settings_.network.dns();
    outside.dialect = sip_peer::dialect(dialect_name(actor.partner->kind));
    outside.timers = timers();
    outside.seed = random_.next();
    return std::make_unique<sip_peer::SipPeer>(std::move(outside), journal_);
}

/// The usual one, and one that shows no certificate as a client.
std::vector<std::shared_ptr<tls::Context const>> Stage::profiles(Actor const& actor,
                                                                 kit::PartySettings const& party) {
    tls::Settings base;
    base.present_certificate = actor.certificate.fault != Fault::not_shown;
    base.version_min = version_of(actor.tls.version_min, base.version_min);
    base.version_max = version_of(actor.tls.version_max, base.version_max);
    if (base.version_max < base.version_min) base.version_min = base.version_max;
    if (base.version_min < tls::Version::tls1_2)
        base.security_level = 0;  // OpenSSL has no older ones above it
    base.session_tickets = actor.tls.session_tickets;
    if (!actor.tls.trusts_edge) base.authorities_pem = authorities_.stranger_pem();
    auto const fault = minted_fault(actor.certificate.fault);
    auto bare = base;
    bare.present_certificate = false;
    auto const names = minted_names(actor.certificate);
    return {authorities_.context(party.host_name, fault, std::move(base), names),
            authorities_.context(party.host_name, fault, std::move(bare), names)};
}

void Stage::start_actor(std::string const& id, Actor& actor) {
    actor.party = make_party(id, actor);
    actor.party->keep_by_hand(actor.by_hand);
    drivers::HostSetup setup;
    setup.name = id;
    setup.host = actor.party.get();
    setup.addresses = {actor.party->settings().listen.address};
    setup.profiles = profiles(actor, actor.party->settings());
    actor.host = settings_.driver->add(std::move(setup));
    // It listens in the next turn; a message that is sent in the same one would find nobody.
    noticed_ = std::max(noticed_, settings_.driver->now() + std::chrono::milliseconds{1});
}

EdgeConfiguration Stage::edge_configuration() {
    auto const& outside = authorities_.credentials(
        topology_.external.fqdn, minted_fault(edge_certificate_.fault), {}, minted_names(edge_certificate_));
    auto const& inside = authorities_.credentials(topology_.internal.fqdn);
    return {topology_,
            {{external_chain_file, outside.chain_pem},
             {external_key_file, outside.private_key_pem},
             {internal_chain_file, inside.chain_pem},
             {internal_key_file, inside.private_key_pem},
             {authorities_file, authorities_.trusted_pem()}}};
}

kit::Party* Stage::party(std::string_view id) {
    auto const found = actors_.find(id);
    return found == actors_.end() ? nullptr : found->second.party.get();
}

void Stage::touch(std::string_view id) {
    auto const found = actors_.find(id);
    if (found != actors_.end() && found->second.host) settings_.driver->touch(*found->second.host);
}

Refusals Stage::kill(script::Machine const& machine) {
    noticed_ = settings_.driver->now() + settings_.notice;
    if (machine.kind == script::Machine::Kind::edge) {
        if (!edge_runs_) return refusal("the edge is not running");
        settings_.edge->kill();
        edge_runs_ = false;
        return {};
    }
    auto const found = actors_.find(machine.owner);
    if (found == actors_.end() || !found->second.host) return refusal(machine.owner + " is not running");
    settings_.driver->remove(*found->second.host);
    found->second.host.reset();
    found->second.party.reset();
    return {};
}

Refusals Stage::start(script::Machine const& machine) {
    if (machine.kind == script::Machine::Kind::edge) {
        if (edge_runs_) return refusal("the edge runs already");
        settings_.edge->start(edge_configuration());
        edge_runs_ = true;
        return {};
    }
    auto const found = actors_.find(machine.owner);
    if (found == actors_.end() || found->second.host) return refusal(machine.owner + " runs already");
    start_actor(found->first, found->second);
    return {};
}

Refusals Stage::type(script::Shell const& shell) {
    auto outcome = central::run(shell.script, topology_, {shell.place.line, shell.place.column});
    Refusals refusals;
    for (auto& fault : outcome.faults)
        refusals.push_back({{fault.place.line, fault.place.column}, std::move(fault.message)});
    if (!refusals.empty()) return refusals;
    topology_ = std::move(outcome.topology);
    if (edge_runs_) settings_.edge->reload(edge_configuration());
    return {};
}

Refusals Stage::change(script::DnsChange const& change) {
    auto const found = actors_.find(change.partner);
    if (found == actors_.end() || found->second.partner == nullptr)
        return refusal("no partner " + change.partner);
    Actor& actor = found->second;
    auto const server = settings_.network.partner(actor.index);
    for (auto const& name : actor.dns_names) dns_.zone().remove(name);
    actor.dns_names.clear();
    set_records(dns_.zone(), *actor.partner, server, actor.dns, change);
    for (auto const& record : change.records) {
        dns_.zone().add(zone_record(record, [&](std::string const& id) {
            auto const* const machine = find_partner(id);
            return machine == nullptr ? settings_.network.nobody().address
                                      : settings_.network.partner(machine->index).address;
        }));
        actor.dns_names.push_back(record.name);
    }
    for (auto const& fault : actor.dns.faults) dns_.clear_fault(fault.name);
    for (auto const& fault : change.faults) {
        auto made = server_fault(fault);
        made.delay /= settings_.timer_divisor;
        dns_.add_fault(fault.name, made);
    }
    actor.dns = change;
    return {};
}

Refusals Stage::change(script::TlsChange const& change) {
    auto* const actor = find_partner(change.partner);
    if (actor == nullptr) return refusal("no partner " + change.partner);
    actor->tls = change;
    if (actor->host) settings_.driver->set_profiles(*actor->host, profiles(*actor, actor->party->settings()));
    return {};
}

Refusals Stage::change(script::ByHand const& change) {
    auto const found = actors_.find(change.at);
    if (found == actors_.end()) return refusal("no party " + change.at);
    found->second.by_hand = change.methods;
    if (found->second.party) found->second.party->keep_by_hand(change.methods);
    return {};
}

Refusals Stage::interrupt(script::Interrupt const& interrupt) {
    using Kind = script::Interrupt::Kind;
    if (settings_.world == nullptr) return refusal("only a simulated network can be broken");
    auto& world = *settings_.world;
    if (interrupt.kind == Kind::heal) {
        world.heal();
        return {};
    }
    auto const* const actor = find_partner(interrupt.partner);
    if (actor == nullptr || !actor->host) return refusal(interrupt.partner + " is not running");
    switch (interrupt.kind) {
        case Kind::freeze:
            world.freeze(*actor->host);
            break;
        case Kind::thaw:
            world.thaw(*actor->host);
            break;
        case Kind::cut:
            world.cut("edge", interrupt.partner);
            break;
        case Kind::hold:
            world.hold("edge", interrupt.partner);
            break;
        case Kind::release:
            world.release("edge", interrupt.partner);
            break;
        case Kind::heal:
            break;
    }
    return {};
}

sansio::Endpoint Stage::edge_for(std::string_view id) const {
    return id == scenario().cast.organisation.id ? settings_.network.edge_internal()
                                                 : settings_.network.edge_external();
}

Stage::Actor* Stage::find_partner(std::string_view id) {
    auto const found = actors_.find(id);
    return found == actors_.end() || found->second.partner == nullptr ? nullptr : &found->second;
}

Refusals Stage::change(script::CertificateChange const& change) {
    if (change.of.kind == script::Machine::Kind::edge) {
        edge_certificate_ = change;
        if (change.at_once && edge_runs_) settings_.edge->reload(edge_configuration());
        return {};
    }
    auto const found = actors_.find(change.of.owner);
    if (found == actors_.end()) return refusal("no partner " + change.of.owner);
    Actor& actor = found->second;
    actor.certificate = change;
    if (change.at_once && actor.host)
        settings_.driver->set_profiles(*actor.host, profiles(actor, actor.party->settings()));
    return {};
}

Refusals Stage::move_clock(script::MoveClock const& move) {
    auto const wall = move.to ? *move.to : settings_.driver->wall() + move.by.value_or(sansio::Duration{});
    settings_.driver->set_wall(wall);
    std::string trouble = settings_.edge->set_wall(wall);
    return trouble.empty() ? Refusals{} : refusal("the edge did not take the new date: " + trouble);
}

Scenery::Readiness Stage::readiness() {
    switch (settings_.edge->poll()) {
        case EdgeUnderTest::State::down:
        case EdgeUnderTest::State::ready:
            return settings_.driver->now() < noticed_ ? Readiness::pending : Readiness::ready;
        case EdgeUnderTest::State::pending:
            return Readiness::pending;
        case EdgeUnderTest::State::failed:
            return Readiness::failed;
    }
    return Readiness::failed;
}

}  // namespace runner
