#include "simulators/internet/zone.hpp"

#include <algorithm>

namespace internet {
namespace {

// RFC 1034 §3.6.2 lets a resolver follow chains; one that never ends is cut here.
constexpr std::size_t chain_max = 8;

std::string key_of(std::string_view name) {
    if (name.ends_with('.')) name.remove_suffix(1);
    std::string key(name);
    for (char& letter : key)
        if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
    return key;
}

bool is_below(std::string_view name, std::string_view parent) {
    return name.size() > parent.size() && name.ends_with(parent) &&
           name[name.size() - parent.size() - 1] == '.';
}

}  // namespace

RecordType type_of(DnsRecord const& record) {
    if (std::holds_alternative<SrvRecord>(record.data)) return RecordType::srv;
    if (std::holds_alternative<CnameRecord>(record.data)) return RecordType::cname;
    auto const& address = std::get<sansio::IpAddress>(record.data);
    return address.family == sansio::IpAddress::Family::v4 ? RecordType::a : RecordType::aaaa;
}

void Zone::add(DnsRecord record) {
    auto& records = names_[key_of(record.name)];
    records.push_back(std::move(record));
}

void Zone::remove(std::string_view name, RecordType type) {
    auto const found = names_.find(key_of(name));
    if (found == names_.end()) return;
    std::erase_if(found->second, [type](DnsRecord const& record) {
        return type == RecordType::other || type_of(record) == type;
    });
    if (found->second.empty()) names_.erase(found);
}

void Zone::add_empty(std::string_view name) {
    names_.try_emplace(key_of(name));
}

DnsAnswer Zone::answer(std::string_view name, RecordType type) const {
    DnsAnswer answer;
    auto asked = key_of(name);
    for (std::size_t step = 0; step < chain_max; ++step) {
        auto const found = names_.find(asked);
        if (found == names_.end()) {
            // RFC 8020: a name that has something below it exists.
            bool const exists =
                std::ranges::any_of(names_, [&](auto const& entry) { return is_below(entry.first, asked); });
            if (!exists) answer.code = DnsAnswer::Code::name_error;
            return answer;
        }
        std::string alias;
        for (auto const& record : found->second) {
            if (type_of(record) == type) answer.records.push_back(record);
            if (type_of(record) == RecordType::cname && type != RecordType::cname) {
                answer.records.push_back(record);
                alias = key_of(std::get<CnameRecord>(record.data).target);
            }
        }
        if (alias.empty()) return answer;
        asked = alias;
    }
    answer.code = DnsAnswer::Code::server_failure;
    answer.records.clear();
    return answer;
}

}  // namespace internet
