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
    bool truncated = false;  // TC: there is more, over TCP
};

/// Empty when `name` is no domain name.
std::string pack(DnsQuery const& query);
/// Nothing for what is no query with one question.
std::optional<DnsQuery> parse_query(std::span<std::byte const> packet);

/// An authoritative answer, whole; RFC 1035 §4.2.1 lets a datagram carry 512 bytes of it.
std::string pack(DnsResponse const& response);
std::optional<DnsResponse> parse_response(std::span<std::byte const> packet);

}  // namespace internet
