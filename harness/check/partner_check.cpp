#include "harness/check/partner_check.hpp"

#include <algorithm>
#include <utility>

namespace check {
namespace {

using internet::RecordType;

constexpr std::uint64_t connections_of_probe = 2;

std::string describe(sansio::IpAddress const& address, internet::DnsRecord const& record) {
    bool const is_v6 = address.family == sansio::IpAddress::Family::v6;
    return address.to_string() + " (" + (is_v6 ? "AAAA" : "A") + ", TTL " + std::to_string(record.ttl_s) +
           " s)";
}

}  // namespace

PartnerCheck::PartnerCheck(Settings settings)
    : settings_(std::move(settings)),
      service_("_sipfederationtls._tcp." + settings_.domain),
      random_(settings_.seed),
      questions_({settings_.resolvers, settings_.timeout, 3, settings_.local}, random_.fork(0)) {}

bool PartnerCheck::done() const {
    return started_ && !service_question_ && address_questions_.empty() &&
           std::ranges::all_of(probes_, [](auto const& probe) { return probe->done(); });
}

std::optional<Finding> PartnerCheck::poll_finding() {
    if (findings_.empty()) return std::nullopt;
    auto finding = std::move(findings_.front());
    findings_.pop_front();
    return finding;
}

std::optional<Spoken> PartnerCheck::poll_spoken() {
    if (spoken_.empty()) return std::nullopt;
    auto spoken = std::move(spoken_.front());
    spoken_.pop_front();
    return spoken;
}

void PartnerCheck::start(sansio::Time now) {
    started_ = true;
    questions_.start();
    if (settings_.proxy)
        find_addresses({{settings_.proxy->name, settings_.proxy->port}}, now);
    else
        service_question_ = questions_.ask(service_, RecordType::srv, now);
}

void PartnerCheck::handle(sansio::Input const& input, sansio::Time now) {
    bool const is_taken =
        std::ranges::any_of(probes_, [&](auto const& probe) { return probe->handle(input, now); });
    if (!is_taken) questions_.handle(input, now);
    gather(now);
}

void PartnerCheck::expire(sansio::Time now) {
    questions_.expire(now);
    for (auto const& probe : probes_) probe->expire(now);
    gather(now);
}

std::optional<sansio::Time> PartnerCheck::next_deadline() const {
    auto next = questions_.next_deadline();
    for (auto const& probe : probes_)
        if (auto const due = probe->next_deadline(); due && (!next || *due < *next)) next = due;
    return next;
}

std::optional<sansio::Action> PartnerCheck::poll_action() {
    if (auto action = questions_.poll_action()) return action;
    for (auto const& probe : probes_)
        if (auto action = probe->poll_action()) return action;
    return std::nullopt;
}

std::span<std::byte const> PartnerCheck::unsent(sansio::ConnectionId connection) const {
    for (auto const& probe : probes_)
        if (auto const bytes = probe->unsent(connection); !bytes.empty()) return bytes;
    return questions_.unsent(connection);
}

void PartnerCheck::sent(sansio::ConnectionId connection, std::size_t count) {
    for (auto const& probe : probes_) probe->sent(connection, count);
    questions_.sent(connection, count);
}

void PartnerCheck::find_addresses(std::vector<Target> targets, sansio::Time now) {
    for (auto& target : targets) {
        auto const pending = std::make_shared<Pending>();
        pending->target = std::move(target);
        for (auto const type : {RecordType::a, RecordType::aaaa}) {
            address_questions_.emplace(questions_.ask(pending->target.name, type, now), pending);
            ++pending->open;
        }
    }
}

void PartnerCheck::gather(sansio::Time now) {
    while (auto const reply = questions_.poll_reply()) take_reply(*reply, now);
    for (auto const& probe : probes_) {
        while (auto finding = probe->poll_finding()) findings_.push_back(std::move(*finding));
        while (auto spoken = probe->poll_spoken()) spoken_.push_back(std::move(*spoken));
    }
}

void PartnerCheck::take_reply(Reply const& reply, sansio::Time now) {
    if (service_question_ == reply.question) {
        service_question_.reset();
        return take_service(reply, now);
    }
    auto const node = address_questions_.extract(reply.question);
    if (!node.empty()) take_addresses(*node.mapped(), reply, now);
}

void PartnerCheck::take_service(Reply const& reply, sansio::Time now) {
    switch (reply.outcome) {
        case Reply::Outcome::server_failed:
            return add({Fact::srv_server_failed, "the resolver failed to look it up", {}}, nullptr,
                       reply.latency);
        case Reply::Outcome::no_answer:
            return add({Fact::srv_no_answer, "no resolver answered", {}}, nullptr, reply.latency);
        case Reply::Outcome::absent:
        case Reply::Outcome::records:
            break;
    }
    auto const is_srv = [](auto const& record) { return type_of(record) == RecordType::srv; };
    auto const count = static_cast<std::size_t>(std::ranges::count_if(reply.records, is_srv));
    auto targets = read_targets(reply.records, settings_.domain);
    if (targets.empty() && count > 0)
        return add({Fact::srv_refused, "the record's target is \".\"", {}}, nullptr, reply.latency);
    if (targets.empty()) return add({Fact::srv_absent, "no such record", {}}, nullptr, reply.latency);
    for (auto const& seen : judge_targets(targets, settings_.domain)) {
        auto const target = std::ranges::find_if(targets, [&](auto const& one) {
            return seen.value == one.name || seen.value == std::to_string(one.port);
        });
        add(seen, &*target, reply.latency);
    }
    if (count > targets_max)
        add({Fact::srv_too_many, std::to_string(count) + " records are published", {}}, nullptr);
    // An edge of ours never goes to a name with a wrong label, so what is there does not matter.
    std::erase_if(targets, [](auto const& target) { return !target.has_good_label; });
    find_addresses(std::move(targets), now);
}

void PartnerCheck::take_addresses(Pending& pending, Reply const& reply, sansio::Time now) {
    --pending.open;
    pending.has_failed = pending.has_failed || reply.outcome == Reply::Outcome::server_failed;
    pending.is_silent = pending.is_silent || reply.outcome == Reply::Outcome::no_answer;
    for (auto const& record : reply.records) {
        auto const* const alias = std::get_if<internet::CnameRecord>(&record.data);
        if (alias != nullptr && !std::exchange(pending.is_alias, true))
            add({Fact::target_is_alias, pending.target.name + " is an alias of " + alias->target,
                 alias->target},
                &pending.target);
        take_address(pending, record, reply, now);
    }
    if (pending.open == 0 && pending.addresses == 0 && !pending.is_told) tell_absence(pending);
}

void PartnerCheck::take_address(Pending& pending, internet::DnsRecord const& record, Reply const& reply,
                                sansio::Time now) {
    auto const* const address = std::get_if<sansio::IpAddress>(&record.data);
    if (address == nullptr) return;
    auto const& target = pending.target;
    if (pending.addresses >= addresses_max) {
        if (!std::exchange(pending.is_told, true))
            add({Fact::srv_too_many,
                 target.name + " has more than " + std::to_string(addresses_max) + " addresses",
                 {}},
                &target);
        return;
    }
    ++pending.addresses;
    auto const text = address->to_string();
    if (settings_.in_laboratory && !is_loopback(*address))
        return add({Fact::address_outside_lab, text + " is not on loopback", text}, &target);
    if (!settings_.in_laboratory && !is_public(*address))
        return add({Fact::address_not_public, text + " is no public address", text}, &target);
    add({Fact::address_published, describe(*address, record), text}, &target, reply.latency);
    auto const number = probes_.size();
    sansio::ConnectionId const first{1 + connections_of_probe * number};
    probes_.push_back(std::make_unique<Probe>(settings_, target.name, sansio::Endpoint{*address, target.port},
                                              first, random_.fork(1 + number)));
    probes_.back()->start(now);
}

void PartnerCheck::tell_absence(Pending& pending) {
    auto const& target = pending.target;
    if (pending.has_failed)
        add({Fact::address_server_failed, "the resolver failed to look it up", {}}, &target);
    else if (pending.is_silent)
        add({Fact::address_no_answer, "no resolver answered", {}}, &target);
    else
        add({Fact::address_absent, "the name leads to no address", {}}, &target);
}

void PartnerCheck::add(Observation const& observation, Target const* target,
                       std::optional<sansio::Duration> latency) {
    Place place{settings_.domain,          service_, {}, {}, 5061, settings_.caller.domain,
                settings_.caller.host_name};
    if (target != nullptr) {
        bool const is_about_record = row_of(observation.fact).name.starts_with("srv_");
        if (!is_about_record) place.target = target->name;
        place.server = target->name;
        place.port = target->port;
    }
    findings_.push_back(make_finding(observation, place, latency));
}

}  // namespace check
