#include "edge/dns/srv_selection.hpp"

#include <algorithm>

#include "sansio/domain_name.hpp"

namespace dns {
namespace {

Service without_targets(Answer const& answer) {
    Service service;
    service.state = answer.is_absent() ? Service::State::absent : Service::State::unavailable;
    service.text = answer.text;
    return service;
}

}  // namespace

std::string federation_service_name(std::string_view sip_domain) {
    return "_sipfederationtls._tcp." + std::string(sip_domain);
}

bool is_target_of(std::string_view target, std::string_view sip_domain, TargetRule rule) {
    if (sip_domain.empty() || !sansio::is_domain_name(target)) return false;
    if (rule == TargetRule::one_label)
        return sansio::equal_ignoring_case(sansio::parent_domain(target), sip_domain);
    for (std::string_view zone = target; !zone.empty(); zone = sansio::parent_domain(zone))
        if (sansio::equal_ignoring_case(zone, sip_domain)) return true;
    return false;
}

Service select(Answer const& answer, std::string_view sip_domain, TargetRule rule) {
    if (!answer.found() || answer.services.empty()) return without_targets(answer);
    std::vector<SrvRecord> records = answer.services;
    std::stable_sort(records.begin(), records.end(), [](SrvRecord const& one, SrvRecord const& other) {
        if (one.priority != other.priority) return one.priority < other.priority;
        return one.weight > other.weight;
    });
    Service service;
    for (SrvRecord const& record : records) {
        if (record.target.empty()) continue;
        if (is_target_of(record.target, sip_domain, rule))
            service.targets.push_back({sansio::lower_case(record.target), record.port});
        else
            service.conflicting.push_back(record.target);
    }
    if (!service.targets.empty()) {
        service.state = Service::State::found;
    } else if (service.conflicting.empty()) {
        // RFC 2782: a target of "." says that the service is decidedly not available at this domain.
        service.state = Service::State::declined;
        service.text = "the domain says that it has no such service";
    } else {
        service.state = Service::State::conflicting;
        service.text = "no SRV target is a host of the domain";
    }
    return service;
}

}  // namespace dns
