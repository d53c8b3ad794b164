#include "harness/check/resolver_file.hpp"

#include <algorithm>

namespace check {

std::vector<sansio::Endpoint> read_resolvers(std::string_view text) {
    constexpr std::size_t resolvers_max = 3;
    constexpr std::string_view keyword = "nameserver", blanks = " \t\r";
    std::vector<sansio::Endpoint> found;
    while (!text.empty() && found.size() < resolvers_max) {
        auto const end = std::min(text.find('\n'), text.size());
        auto line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (!line.starts_with(keyword)) continue;
        line.remove_prefix(keyword.size());
        auto const first = line.find_first_not_of(blanks);
        if (first == 0 || first == std::string_view::npos) continue;
        line.remove_prefix(first);
        if (auto const address = sansio::IpAddress::parse(line.substr(0, line.find_first_of(blanks))))
            found.push_back({*address, 53});
    }
    return found;
}

}  // namespace check
