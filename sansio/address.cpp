#include "sansio/address.hpp"

#include <arpa/inet.h>
#include <charconv>
#include <cstring>

namespace sansio {

std::optional<IpAddress> IpAddress::parse(std::string_view text) {
    std::array<char, INET6_ADDRSTRLEN + 1> terminated{};
    if (text.empty() || text.size() >= terminated.size() || text.find('\0') != std::string_view::npos)
        return std::nullopt;
    std::memcpy(terminated.data(), text.data(), text.size());
    IpAddress address;
    address.family = text.find(':') == std::string_view::npos ? Family::v4 : Family::v6;
    auto const family = address.family == Family::v4 ? AF_INET : AF_INET6;
    if (inet_pton(family, terminated.data(), address.bytes.data()) != 1) return std::nullopt;
    return address;
}

std::string IpAddress::to_string() const {
    std::array<char, INET6_ADDRSTRLEN> text{};
    inet_ntop(family == Family::v4 ? AF_INET : AF_INET6, bytes.data(), text.data(), text.size());
    return text.data();
}

std::optional<Endpoint> Endpoint::parse(std::string_view text) {
    auto const colon = text.rfind(':');
    if (colon == std::string_view::npos) return std::nullopt;
    auto host = text.substr(0, colon);
    auto const digits = text.substr(colon + 1);
    bool const bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
    if (bracketed) host = host.substr(1, host.size() - 2);
    auto const address = IpAddress::parse(host);
    if (!address || bracketed != (address->family == IpAddress::Family::v6)) return std::nullopt;
    Endpoint endpoint{*address, 0};
    auto const [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), endpoint.port);
    if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
    return endpoint;
}

std::string Endpoint::to_string() const {
    auto const host = address.to_string();
    auto const text = address.family == IpAddress::Family::v6 ? "[" + host + "]" : host;
    return text + ":" + std::to_string(port);
}

}  // namespace sansio
