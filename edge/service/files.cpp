#include "edge/service/files.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace edge {

sansio::Result<std::string, std::string> read_whole(std::string const& path) {
    std::error_code error;
    if (std::filesystem::is_directory(path, error)) return sansio::unexpected<std::string>("it is a folder");
    std::ifstream file(path, std::ios::binary);
    if (!file) return sansio::unexpected<std::string>(std::strerror(errno));
    std::ostringstream text;
    text << file.rdbuf();
    if (file.bad()) return sansio::unexpected<std::string>("it cannot be read to its end");
    return text.str();
}

std::string beside(std::string const& document, std::string const& name) {
    std::filesystem::path const path(name);
    if (path.is_absolute()) return name;
    return (std::filesystem::path(document).parent_path() / path).string();
}

std::vector<sansio::Endpoint> nameservers(std::string_view resolv_conf) {
    std::vector<sansio::Endpoint> servers;
    constexpr std::string_view keyword = "nameserver";
    constexpr std::string_view blanks = " \t";
    constexpr std::uint16_t dns_port = 53;
    while (!resolv_conf.empty()) {
        auto const end = resolv_conf.find('\n');
        auto line = resolv_conf.substr(0, end);
        resolv_conf.remove_prefix(end == std::string_view::npos ? resolv_conf.size() : end + 1);
        if (!line.starts_with(keyword)) continue;
        line.remove_prefix(keyword.size());
        auto const first = line.find_first_not_of(blanks);
        if (first == 0 || first == std::string_view::npos) continue;
        line.remove_prefix(first);
        if (auto const address = sansio::IpAddress::parse(line.substr(0, line.find_first_of(" \t\r#;"))))
            servers.push_back({*address, dns_port});
    }
    return servers;
}

}  // namespace edge
