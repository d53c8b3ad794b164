// How the values of a topology stand in text: one kind per type, read and written by the same table.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "edge/topology/topology.hpp"

namespace topology {

/// Valid UTF-8 without control characters, so that it survives XML and a terminal. Tabs and line ends count as such.
bool is_clean_text(std::string_view text);

/// A kind of value has `expected`, which ends the sentence "this should be …", and parse() and to_text(), which undo
/// each other.
struct DomainValue {
    static constexpr std::string_view expected = "a domain name such as contoso.com";
    static std::optional<std::string> parse(std::string_view text);  // in lower case
    static std::string to_text(std::string const& value) { return value; }
};
struct EndpointValue {
    static constexpr std::string_view expected =
        "an address with a port such as 127.0.1.10:5061 or [::1]:5061";
    static std::optional<sansio::Endpoint> parse(std::string_view text);
    static std::string to_text(sansio::Endpoint const& value) { return value.to_string(); }
};
struct FileValue {
    static constexpr std::string_view expected = "the name of a file";
    static std::optional<std::string> parse(std::string_view text);
    static std::string to_text(std::string const& value) { return value; }
};
struct CommentValue {
    static constexpr std::string_view expected = "text without control characters";
    static std::optional<std::string> parse(std::string_view text);
    static std::string to_text(std::string const& value) { return value; }
};
/// The digits stay text: what is written is what was read, in lower case.
struct KeyValue {
    static constexpr std::string_view expected = "64 hexadecimal digits, not all alike";
    static std::optional<std::string> parse(std::string_view text);
    static std::string to_text(std::string const& value) { return value; }
};
struct HeaderNameValue {
    static constexpr std::string_view expected = "the name of a header that begins with ms- or x-";
    static std::optional<std::string> parse(std::string_view text);
    static std::string to_text(std::string const& value) { return value; }
};
struct BooleanValue {
    static constexpr std::string_view expected = "true or false";
    static std::optional<bool> parse(std::string_view text);
    static std::string to_text(bool value) { return value ? "true" : "false"; }
};
struct DurationValue {
    static constexpr std::string_view expected =
        "a duration of more than nothing and at most a day, such as 500ms, 4s or 10min";
    static std::optional<sansio::Duration> parse(std::string_view text);
    static std::string to_text(sansio::Duration value);
};
struct FormatValue {
    static constexpr std::string_view expected = "text or json";
    static std::optional<Logging::Format> parse(std::string_view text);
    static std::string to_text(Logging::Format value);
};
struct LevelValue {
    static constexpr std::string_view expected = "debug, info, warning or error";
    static std::optional<sansio::Report::Level> parse(std::string_view text);
    static std::string to_text(sansio::Report::Level value);
};
struct StatusValue {
    static constexpr std::string_view expected = "404 or 504";
    static std::optional<int> parse(std::string_view text);
    static std::string to_text(int value) { return std::to_string(value); }
};

std::optional<std::uint64_t> parse_number(std::string_view text, std::uint64_t least, std::uint64_t most);

struct TlsCountValue {
    static constexpr std::string_view expected = "a number from 1 to 4";
    static std::optional<std::uint32_t> parse(std::string_view text);
    static std::string to_text(std::uint32_t value) { return std::to_string(value); }
};
struct ScaleValue {
    static constexpr std::string_view expected = "a number from 1 to 1000";
    static std::optional<std::uint32_t> parse(std::string_view text);
    static std::string to_text(std::uint32_t value) { return std::to_string(value); }
};
struct CountValue {
    static constexpr std::string_view expected = "a number from 1 to 1000000";
    static std::optional<std::uint64_t> parse(std::string_view text);
    static std::string to_text(std::uint64_t value) { return std::to_string(value); }
};
struct BytesValue {
    static constexpr std::string_view expected = "a number of bytes from 1024 to 1099511627776";
    static std::optional<std::uint64_t> parse(std::string_view text);
    static std::string to_text(std::uint64_t value) { return std::to_string(value); }
};

}  // namespace topology
