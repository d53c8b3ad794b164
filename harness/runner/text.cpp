#include "harness/runner/text.hpp"

#include "reports/bytes_text.hpp"

namespace runner {

std::string to_text(sansio::Duration duration) {
    struct Unit {
        std::int64_t microseconds;
        std::string_view name;
    };
    constexpr Unit units[] = {
        {3'600'000'000, " h"}, {60'000'000, " min"}, {1'000'000, " s"}, {1'000, " ms"}, {1, " us"}};
    for (auto const& [microseconds, name] : units)
        if (duration.count() != 0 && duration.count() % microseconds == 0)
            return std::to_string(duration.count() / microseconds) + std::string(name);
    return "0 s";
}

std::string quoted(std::string_view text, std::size_t size_max) {
    if (text.size() <= size_max) return "\"" + reports::printable_line(text) + "\"";
    return "\"" + reports::printable_line(text.substr(0, size_max)) + "\"... (" +
           std::to_string(text.size()) + " bytes)";
}

}  // namespace runner
