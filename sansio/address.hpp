// IP addresses and endpoints as values: no socket, no look-up.
#pragma once
#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sansio {

/// An IPv4 or IPv6 address in network byte order; an IPv4 address uses the first four bytes.
struct IpAddress {
    enum class Family : std::uint8_t { v4, v6 };

    Family family = Family::v4;
    std::array<std::uint8_t, 16> bytes{};

    static constexpr IpAddress v4(std::uint8_t a, std::uint8_t b, std::uint8_t c, std::uint8_t d) {
        return {Family::v4, {a, b, c, d}};
    }
    /// "127.0.0.1", "::1", "2001:db8::7"; no brackets, no zone. Nothing for anything else.
    static std::optional<IpAddress> parse(std::string_view text);
    std::string to_string() const;
    // NOLINTNEXTLINE(modernize-use-nullptr): clang-tidy 14 sees a pointer in it
    auto operator<=>(IpAddress const&) const = default;
};

/// An address with a port. In text an IPv6 address stands in brackets: [::1]:5061.
struct Endpoint {
    IpAddress address;
    std::uint16_t port = 0;

    /// "127.0.0.1:5061", "[::1]:5061". Nothing without a port.
    static std::optional<Endpoint> parse(std::string_view text);
    std::string to_string() const;
    auto operator<=>(Endpoint const&) const = default;
};

}  // namespace sansio
