#include "sansio/wall_time.hpp"

#include <charconv>
#include <cstdio>

namespace sansio {

namespace {

/// Reads exactly `digits` digits at the front of `text` and drops them.
std::optional<int> take_digits(std::string_view& text, std::size_t digits) {
    if (text.size() < digits) return std::nullopt;
    int value = 0;
    for (char const letter : text.substr(0, digits)) {
        if (letter < '0' || letter > '9') return std::nullopt;
        value = value * 10 + (letter - '0');
    }
    text.remove_prefix(digits);
    return value;
}

bool take(std::string_view& text, char letter) {
    if (text.empty() || text.front() != letter) return false;
    text.remove_prefix(1);
    return true;
}

struct Unit {
    std::string_view name;
    std::int64_t microseconds;
};
constexpr Unit units[] = {
    {"us", 1}, {"ms", 1'000}, {"s", 1'000'000}, {"min", 60'000'000}, {"h", 3'600'000'000}};

}  // namespace

std::optional<WallTime> parse_wall_time(std::string_view text) {
    auto const year = take_digits(text, 4);
    if (!year || !take(text, '-')) return std::nullopt;
    auto const month = take_digits(text, 2);
    if (!month || !take(text, '-')) return std::nullopt;
    auto const day = take_digits(text, 2);
    if (!day || *year < 1970) return std::nullopt;
    std::chrono::year_month_day const date{std::chrono::year{*year},
                                           std::chrono::month{static_cast<unsigned>(*month)},
                                           std::chrono::day{static_cast<unsigned>(*day)}};
    if (!date.ok()) return std::nullopt;
    WallTime const midnight{std::chrono::sys_days{date}.time_since_epoch()};
    if (text.empty()) return midnight;
    if (!take(text, 'T')) return std::nullopt;
    auto const hour = take_digits(text, 2);
    if (!hour || !take(text, ':')) return std::nullopt;
    auto const minute = take_digits(text, 2);
    if (!minute || !take(text, ':')) return std::nullopt;
    auto const second = take_digits(text, 2);
    if (!second || *hour > 23 || *minute > 59 || *second > 59) return std::nullopt;
    take(text, 'Z');
    if (!text.empty()) return std::nullopt;
    return midnight + std::chrono::hours{*hour} + std::chrono::minutes{*minute} +
           std::chrono::seconds{*second};
}

std::string to_string(WallTime wall) {
    std::chrono::sys_time<Duration> const instant{wall.time_since_epoch()};
    auto const day = std::chrono::floor<std::chrono::days>(instant);
    std::chrono::year_month_day const date{day};
    std::chrono::hh_mm_ss const clock{std::chrono::floor<std::chrono::seconds>(instant - day)};
    char text[48];
    auto const size =
        std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02dZ", static_cast<int>(date.year()),
                      static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                      static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                      static_cast<int>(clock.seconds().count()));
    return {text, static_cast<std::size_t>(size)};
}

std::optional<Duration> parse_duration(std::string_view text) {
    auto const digits = text.find_first_not_of("0123456789.");
    if (digits == 0 || digits == std::string_view::npos) return std::nullopt;
    auto number = text.substr(0, digits);
    for (auto const& unit : units) {
        if (unit.name != text.substr(digits)) continue;
        auto const point = number.find('.');
        auto const whole_text = number.substr(0, point);
        std::int64_t whole = 0;
        auto const [end, error] =
            std::from_chars(whole_text.data(), whole_text.data() + whole_text.size(), whole);
        if (error != std::errc() || end != whole_text.data() + whole_text.size() || whole > 1'000'000'000)
            return std::nullopt;
        std::int64_t total = whole * unit.microseconds;
        if (point != std::string_view::npos) {
            auto const fraction = number.substr(point + 1);
            if (fraction.empty() || fraction.find('.') != std::string_view::npos) return std::nullopt;
            std::int64_t part = unit.microseconds;
            for (char const letter : fraction) {
                part /= 10;
                total += part * (letter - '0');
            }
        }
        return Duration{total};
    }
    return std::nullopt;
}

}  // namespace sansio
