// The cmdlets of the lists of allowed and blocked domains: New-, Set-, Get-, Remove-CsAllowedDomain and -CsBlockedDomain.
#include <optional>

#include "edge/central/effects.hpp"
#include "edge/central/values.hpp"

namespace central {
namespace {

using topology::AllowedDomain;
using topology::BlockedDomain;
using topology::DomainTable;
using topology::Topology;

/// The argument that names the domain: -Identity or -Domain.
Argument const& identity_of(Command const& command) {
    Argument const* const identity = command.find("Identity");
    return identity ? *identity : *command.find("Domain");
}

/// New-CsAllowedDomain and New-CsBlockedDomain: the domain must not be on either list.
std::optional<Fault> refuse_known(Topology const& topology, Argument const& identity) {
    if (topology.allowed_domains.contains(identity.value))
        return Fault{identity.place, identity.value + " is on the list of allowed domains already"};
    if (topology.blocked_domains.contains(identity.value))
        return Fault{identity.place, identity.value + " is on the list of blocked domains already"};
    return std::nullopt;
}

Fault not_there(Argument const& identity, std::string_view list) {
    return {identity.place, identity.value + " is not on the list of " + std::string(list) + " domains"};
}

void change(Command const& command, AllowedDomain& entry) {
    if (Argument const* const proxy = command.find("ProxyFqdn")) {
        // The address was that of the old name.
        if (proxy->value != entry.proxy_fqdn) entry.proxy_address.reset();
        entry.proxy_fqdn = proxy->value;
    }
    if (Argument const* const comment = command.find("Comment")) entry.comment = comment->value;
    if (Argument const* const mark = command.find("MarkForMonitoring"))
        entry.mark_for_monitoring = mark->value == "True";
}

void change(Command const& command, BlockedDomain& entry) {
    if (Argument const* const comment = command.find("Comment")) entry.comment = comment->value;
}

Record record_of(AllowedDomain const& entry) {
    return {{"Identity", entry.domain},
            {"Domain", entry.domain},
            {"ProxyFqdn", entry.proxy_fqdn},
            {"Comment", entry.comment},
            {"MarkForMonitoring", entry.mark_for_monitoring ? "True" : "False"}};
}

Record record_of(BlockedDomain const& entry) {
    return {{"Identity", entry.domain}, {"Domain", entry.domain}, {"Comment", entry.comment}};
}

template <class Entry>
sansio::Result<Records, Fault> create(Command const& command, Topology& topology, DomainTable<Entry>& table) {
    Argument const& identity = identity_of(command);
    if (auto fault = refuse_known(topology, identity)) return sansio::unexpected(std::move(*fault));
    Entry entry;
    entry.domain = identity.value;
    change(command, entry);
    Records records{record_of(entry)};
    table.add(std::move(entry));
    return records;
}

template <class Entry>
sansio::Result<Records, Fault> modify(Command const& command, DomainTable<Entry>& table,
                                      std::string_view list) {
    Argument const& identity = identity_of(command);
    Entry const* const known = table.find(identity.value);
    if (!known) return sansio::unexpected(not_there(identity, list));
    Entry entry = *known;
    change(command, entry);
    table.replace(std::move(entry));
    return Records{};
}

template <class Entry>
sansio::Result<Records, Fault> list(Command const& command, DomainTable<Entry> const& table,
                                    std::string_view name) {
    Records records;
    if (Argument const* const identity = command.find("Identity")) {
        Entry const* const entry = table.find(identity->value);
        if (!entry) return sansio::unexpected(not_there(*identity, name));
        records.push_back(record_of(*entry));
        return records;
    }
    Argument const* const filter = command.find("Filter");
    for (Entry const& entry : table.entries())
        if (!filter || matches_pattern(entry.domain, filter->value)) records.push_back(record_of(entry));
    return records;
}

template <class Entry>
sansio::Result<Records, Fault> remove(Command const& command, DomainTable<Entry>& table,
                                      std::string_view list) {
    Argument const& identity = identity_of(command);
    if (!table.remove(identity.value)) return sansio::unexpected(not_there(identity, list));
    return Records{};
}

}  // namespace

sansio::Result<Records, Fault> new_allowed_domain(Command const& command, Topology& topology) {
    return create(command, topology, topology.allowed_domains);
}
sansio::Result<Records, Fault> set_allowed_domain(Command const& command, Topology& topology) {
    return modify(command, topology.allowed_domains, "allowed");
}
sansio::Result<Records, Fault> get_allowed_domain(Command const& command, Topology& topology) {
    return list(command, topology.allowed_domains, "allowed");
}
sansio::Result<Records, Fault> remove_allowed_domain(Command const& command, Topology& topology) {
    return remove(command, topology.allowed_domains, "allowed");
}

sansio::Result<Records, Fault> new_blocked_domain(Command const& command, Topology& topology) {
    return create(command, topology, topology.blocked_domains);
}
sansio::Result<Records, Fault> set_blocked_domain(Command const& command, Topology& topology) {
    return modify(command, topology.blocked_domains, "blocked");
}
sansio::Result<Records, Fault> get_blocked_domain(Command const& command, Topology& topology) {
    return list(command, topology.blocked_domains, "blocked");
}
sansio::Result<Records, Fault> remove_blocked_domain(Command const& command, Topology& topology) {
    return remove(command, topology.blocked_domains, "blocked");
}

}  // namespace central
