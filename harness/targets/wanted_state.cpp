#include "harness/targets/wanted_state.hpp"

#include <algorithm>
#include <set>

#include <nlohmann/json.hpp>

namespace targets {
namespace {

using Json = nlohmann::ordered_json;

Json side(topology::Interface const& interface, topology::CertificateFiles const& files,
          std::string const& folder) {
    return {{"fqdn", interface.fqdn},          {"address", interface.listen.address.to_string()},
            {"port", interface.listen.port},   {"chain", folder + "/" + files.chain},
            {"key", folder + "/" + files.key}, {"authorities", folder + "/" + files.authorities}};
}

Json allowed(topology::Topology const& topology) {
    Json all = Json::array();
    for (auto const& entry : topology.allowed_domains.entries()) {
        Json one{{"domain", entry.domain}};
        if (!entry.proxy_fqdn.empty()) one["proxy_fqdn"] = entry.proxy_fqdn;
        if (entry.proxy_address) one["proxy_address"] = entry.proxy_address->to_string();
        all.push_back(std::move(one));
    }
    return all;
}

template <class Entry>
Json names(topology::DomainTable<Entry> const& table) {
    Json all = Json::array();
    for (auto const& entry : table.entries()) all.push_back(entry.domain);
    return all;
}

std::int64_t milliseconds(sansio::Duration duration) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(duration).count();
}

/// Groups of settings that are not as they are before the first management command.
Json unusual(topology::Topology const& topology) {
    topology::Topology const usual;
    Json settings = Json::object();
    auto const note = [&](char const* name, bool is_unusual) {
        if (is_unusual) settings[name] = true;
    };
    auto const& edge = topology.access_edge;
    note("archiving_disclaimer", edge.enable_archiving_disclaimer);
    note("source_not_marked", !edge.mark_source_verifiable_on_outgoing_messages);
    note("links_to_partners", edge.outgoing_tls_count_for_federated_partners !=
                                  usual.access_edge.outgoing_tls_count_for_federated_partners);
    note("limits", topology.limits != usual.limits);
    note("border", topology.border != usual.border);
    note("choices", topology.choices != usual.choices);
    note("waits",
         topology.timers.idle != usual.timers.idle || topology.timers.silence != usual.timers.silence);
    note("previous_route_key", !topology.route_keys.previous.empty());
    return settings;
}

// ---- facts ----

enum class Standing : std::uint8_t { unlisted, allowed, blocked };

std::string words(Standing standing, std::string const& proxy) {
    if (standing == Standing::blocked) return "blocked";
    if (standing == Standing::unlisted) return "on no list";
    return proxy.empty() ? "allowed" : "allowed by way of " + proxy;
}

std::string standing(Facts const& facts, std::string const& domain) {
    if (std::ranges::find(facts.blocked, domain) != facts.blocked.end()) return words(Standing::blocked, "");
    auto const found = std::ranges::find(facts.allowed, domain, &AllowedDomain::domain);
    return found == facts.allowed.end() ? words(Standing::unlisted, "")
                                        : words(Standing::allowed, found->proxy_fqdn);
}

std::string standing(topology::Topology const& wanted, std::string const& domain) {
    if (wanted.blocked_domains.contains(domain)) return words(Standing::blocked, "");
    auto const* const entry = wanted.allowed_domains.find(domain);
    return entry == nullptr ? words(Standing::unlisted, "") : words(Standing::allowed, entry->proxy_fqdn);
}

std::string name_difference(std::string_view what, std::string const& fixed, std::string const& wanted) {
    if (fixed.empty() || fixed == wanted) return {};
    return "the target's " + std::string(what) + " is " + fixed + ", and the scenario speaks of " + wanted;
}

std::string switch_difference(std::string_view what, bool fixed, bool wanted) {
    if (fixed == wanted) return {};
    return std::string(what) + (fixed ? " is on" : " is off") + " at the target, and the scenario wants it " +
           (wanted ? "on" : "off");
}

std::string fact_difference(Facts const& facts, topology::Topology const& wanted,
                            script::Scenario const& scenario) {
    for (auto const& own : wanted.sip_domains.entries())
        if (std::ranges::find(facts.own, own.domain) == facts.own.end())
            return own.domain + " is none of the target's own domains";
    if (auto text =
            switch_difference("federation", facts.federation, wanted.access_edge.allow_federated_users);
        !text.empty())
        return text;
    if (auto text = switch_difference("partner discovery", facts.discovery,
                                      wanted.access_edge.enable_partner_discovery);
        !text.empty())
        return text;
    std::set<std::string> domains;
    for (auto const& partner : scenario.cast.partners) domains.insert(partner.domain);
    for (auto const& entry : wanted.allowed_domains.entries()) domains.insert(entry.domain);
    for (auto const& entry : wanted.blocked_domains.entries()) domains.insert(entry.domain);
    for (auto const& domain : domains)
        if (auto const fixed = standing(facts, domain), asked = standing(wanted, domain); fixed != asked)
            return domain + " is " + fixed + " at the target, and the scenario wants it " + asked;
    return {};
}

}  // namespace

std::string to_json(WantedState const& wanted) {
    auto const& topology = wanted.topology;
    Json dns = Json::array();
    for (auto const& resolver : wanted.resolvers) dns.push_back(resolver.to_string());
    Json const state{
        {"action", wanted.action},
        {"scenario", wanted.scenario},
        {"domains", names(topology.sip_domains)},
        {"external", side(topology.external, topology.external_certificate, wanted.certificates_folder)},
        {"internal", side(topology.internal, topology.internal_certificate, wanted.certificates_folder)},
        {"next_hop",
         {{"fqdn", topology.next_hop.fqdn},
          {"address", topology.next_hop.address.address.to_string()},
          {"port", topology.next_hop.address.port}}},
        {"dns", std::move(dns)},
        {"federation", topology.access_edge.allow_federated_users},
        {"discovery", topology.access_edge.enable_partner_discovery},
        {"allowed", allowed(topology)},
        {"blocked", names(topology.blocked_domains)},
        {"timers",
         {{"t1_ms", milliseconds(topology.timers.t1)},
          {"t2_ms", milliseconds(topology.timers.t2)},
          {"t4_ms", milliseconds(topology.timers.t4)},
          {"scale", topology.timers.scale}}},
        {"folder", wanted.folder},
        {"settings", unusual(topology)}};
    return state.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string difference(Target const& target, topology::Topology const& wanted,
                       script::Scenario const& scenario) {
    for (auto text : {name_difference("name outside", target.external.fqdn, wanted.external.fqdn),
                      name_difference("name inside", target.internal.fqdn, wanted.internal.fqdn),
                      name_difference("next hop", target.next_hop.fqdn, wanted.next_hop.fqdn)})
        if (!text.empty()) return text;
    if (!target.facts) return {};
    if (auto text = fact_difference(*target.facts, wanted, scenario); !text.empty()) return text;
    // Nobody said how these stand at the target, and nobody can set them.
    if (auto const settings = unusual(wanted); target.start.command.empty() && !settings.empty())
        return "nothing is declared of the setting " + settings.begin().key();
    return {};
}

}  // namespace targets
