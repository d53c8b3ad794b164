#include "reports/record.hpp"

#include <array>
#include <utility>

namespace reports {
namespace {

constexpr std::array verdict_names{std::pair{Verdict::passed, std::string_view("passed")},
                                   std::pair{Verdict::failed, std::string_view("failed")},
                                   std::pair{Verdict::unsupported, std::string_view("unsupported")},
                                   std::pair{Verdict::error, std::string_view("error")}};

using Standing = KnownFailure::Standing;
constexpr std::array standing_names{std::pair{Standing::known, std::string_view("known")},
                                    std::pair{Standing::expired, std::string_view("expired")},
                                    std::pair{Standing::other_code, std::string_view("other_code")},
                                    std::pair{Standing::passed, std::string_view("passed")}};

}  // namespace

std::string_view to_string(Standing standing) {
    for (auto const& [value, name] : standing_names)
        if (value == standing) return name;
    return "known";
}

std::optional<Standing> parse_standing(std::string_view text) {
    for (auto const& [value, name] : standing_names)
        if (name == text) return value;
    return std::nullopt;
}

std::string_view to_string(Verdict verdict) {
    for (auto const& [value, name] : verdict_names)
        if (value == verdict) return name;
    return "error";
}

std::optional<Verdict> parse_verdict(std::string_view text) {
    for (auto const& [value, name] : verdict_names)
        if (name == text) return value;
    return std::nullopt;
}

void Counts::count(Verdict verdict) {
    switch (verdict) {
        case Verdict::passed:
            ++passed;
            break;
        case Verdict::failed:
            ++failed;
            break;
        case Verdict::unsupported:
            ++unsupported;
            break;
        case Verdict::error:
            ++error;
            break;
    }
}

}  // namespace reports
