#include "simulators/internet/zone.hpp"

#include <algorithm>
#include <set>

namespace internet {
namespace {

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
    if (std::holds_alternative<SoaRecord>(record.data)) return RecordType::soa;
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

DnsAnswer Zone::answer(std::string_view name, RecordType type) const {
    DnsAnswer answer;
    auto asked = key_of(name);
    std::set<std::string> followed;
    while (followed.insert(asked).second) {
        auto const found = names_.find(asked);
        if (found == names_.end()) {
            // RFC 8020: a name that has something below it exists.
            bool const exists =
                std::ranges::any_of(names_, [&](auto const& entry) { return is_below(entry.first, asked); });
            if (!exists) answer.code = DnsAnswer::Code::name_error;
            return absence(std::move(answer), asked);
        }
        std::string alias;
        bool has_type = false;
        for (auto const& record : found->second) {
            if (type_of(record) == type) {
                answer.records.push_back(record);
                has_type = true;
            }
            if (type_of(record) == RecordType::cname && type != RecordType::cname) {
                answer.records.push_back(record);
                alias = key_of(std::get<CnameRecord>(record.data).target);
            }
        }
        if (alias.empty()) return has_type ? answer : absence(std::move(answer), asked);
        asked = alias;
    }
    return answer;
}

DnsAnswer Zone::absence(DnsAnswer answer, std::string_view name) const {
    for (;;) {
        if (auto const found = names_.find(name); found != names_.end())
            for (auto const& record : found->second)
                if (type_of(record) == RecordType::soa) answer.authority = record;
        auto const dot = name.find('.');
        if (answer.authority || dot == std::string_view::npos) return answer;
        name.remove_prefix(dot + 1);
    }
}

}  // namespace internet
