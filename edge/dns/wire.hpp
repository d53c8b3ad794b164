// DNS messages between bytes and plain structs (RFC 1035 §4); the library behind it stays in wire.cpp.
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "edge/dns/answer.hpp"

namespace dns {

inline constexpr std::uint16_t cname_type = 5;

/// One record of an answer section, of class IN. Names have no dot at the end.
struct WireRecord {
    std::string owner;
    std::uint16_t type = 0;  // a Type or cname_type; others are left out
    std::uint32_t ttl = 0;   // seconds
    SrvRecord service;
    sansio::IpAddress address;
    std::string alias;  // what a CNAME points to
};

enum class ResponseCode : std::uint8_t {
    no_error = 0,
    format_error = 1,
    server_failure = 2,
    name_error = 3,
    not_implemented = 4,
    refused = 5
};

struct WireResponse {
    std::uint16_t id = 0;
    std::string question_name;
    std::uint16_t question_type = 0;
    bool is_truncated = false;
    std::uint8_t code = 0;  // a ResponseCode, or one that has no name here
    std::vector<WireRecord> answers;
    std::optional<std::uint32_t>
        negative_ttl;  // seconds, from the SOA record of the authority section (RFC 2308 §5)
};

/// Labels of 1–63 letters, digits, hyphens and underscores, 253 in all; no dot at the end.
bool is_query_name(std::string_view name);

/// A question with "recursion desired"; `name` is a query name.
std::string encode_query(std::uint16_t id, std::string_view name, Type type);

/// Nothing for what is not a response to one question of class IN.
std::optional<WireResponse> decode_response(std::span<std::byte const> datagram);

/// "SERVFAIL", "REFUSED", … or "code 11".
std::string response_code_text(std::uint8_t code);

}  // namespace dns
