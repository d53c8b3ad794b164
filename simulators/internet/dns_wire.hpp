// DNS packets as bytes, by ldns (design.md §7.29): the server's and the parties' side of the wire.
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "simulators/internet/zone.hpp"

namespace internet {

struct DnsQuery {
    std::uint16_t id = 0;
    std::string name;  // as asked, without the final dot
    RecordType type = RecordType::other;
};

struct DnsResponse {
    std::uint16_t id = 0;
    std::string name;
    RecordType type = RecordType::other;
    DnsAnswer answer;
};

/// Empty when `name` is no domain name.
std::string pack(DnsQuery const& query);
/// Nothing for what is no query with one question.
std::optional<DnsQuery> parse_query(std::span<std::byte const> packet);

/// An authoritative answer. One above 512 bytes is sent whole: the simulated paths carry it.
std::string pack(DnsResponse const& response);
std::optional<DnsResponse> parse_response(std::span<std::byte const> packet);

}  // namespace internet
