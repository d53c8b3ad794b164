#include "harness/runner/header_match.hpp"

#include <algorithm>

#include "harness/runner/text.hpp"
#include "simulators/wire/slices.hpp"

namespace runner {
namespace {

using Difference = std::optional<std::string>;

std::size_t count_values(std::vector<std::string_view> const& lines) {
    std::size_t count = 0;
    for (auto const line : lines) count += wire::elements(line).size();
    return count;
}

/// "Name: value" of the lines that `same` speaks of, in their order.
std::vector<std::string> chosen_lines(script::SameAs const& same, wire::RawMessage const& message) {
    auto const is_among = [](std::vector<std::string> const& names, std::string_view name) {
        return std::ranges::any_of(names, [&](auto const& one) { return wire::same_header(one, name); });
    };
    std::vector<std::string> lines;
    for (auto const& line : message.headers()) {
        if (!same.headers.empty() && !is_among(same.headers, line.name)) continue;
        if (is_among(same.but, line.name)) continue;
        lines.push_back(std::string(line.name) + ": " + std::string(line.value));
    }
    return lines;
}

}  // namespace

bool fits_pattern(std::string_view text, std::string_view pattern) {
    std::size_t at = 0;
    std::size_t wanted = 0;
    auto star = std::string_view::npos;
    std::size_t retry = 0;
    while (at < text.size()) {
        if (wanted < pattern.size() && pattern[wanted] == '*') {
            star = wanted++;
            retry = at;
        } else if (wanted < pattern.size() && (pattern[wanted] == '?' || pattern[wanted] == text[at])) {
            ++wanted;
            ++at;
        } else if (star != std::string_view::npos) {
            wanted = star + 1;
            at = ++retry;
        } else {
            return false;
        }
    }
    while (wanted < pattern.size() && pattern[wanted] == '*') ++wanted;
    return wanted == pattern.size();
}

Difference header_difference(script::HeaderCheck const& check, wire::RawMessage const& message,
                             Play const& play) {
    auto const values = message.values(check.name);
    auto const said = [&](std::optional<std::string> const& text) {
        return play.substituted(*text).value_or(*text);
    };
    auto const none = [&](std::optional<std::string> const& wanted, auto holds) {
        if (!wanted) return false;
        auto const text = said(wanted);
        return std::ranges::none_of(values, [&](std::string_view value) { return holds(value, text); });
    };
    auto const holds = [](std::string_view value, std::string_view text) {
        return value.find(text) != value.npos;
    };
    std::string const seen =
        values.empty() ? "no " + check.name : check.name + ": " + std::string(values.front());
    if (check.count && values.size() != *check.count)
        return std::to_string(values.size()) + " lines of " + check.name + " instead of " +
               std::to_string(*check.count);
    if (check.values && count_values(values) != *check.values)
        return std::to_string(count_values(values)) + " values of " + check.name + " instead of " +
               std::to_string(*check.values);
    if (none(check.is, std::equal_to<std::string_view>()))
        return seen + ", instead of " + quoted(said(check.is));
    if (none(check.has, holds)) return seen + ", without " + quoted(said(check.has));
    if (check.lacks && !none(check.lacks, holds)) return check.name + " holds " + quoted(said(check.lacks));
    if (check.first && (values.empty() || values.front() != said(check.first)))
        return seen + ", instead of " + quoted(said(check.first)) + " as the first";
    if (check.last && (values.empty() || values.back() != said(check.last)))
        return (values.empty() ? seen : check.name + ": " + std::string(values.back())) +
               " as the last, instead of " + quoted(said(check.last));
    if (none(check.matches, fits_pattern))
        return seen + ", which does not fit " + quoted(said(check.matches));
    return std::nullopt;
}

Difference order_difference(std::vector<std::string> const& order, wire::RawMessage const& message) {
    auto const headers = message.headers();
    std::size_t before = 0;
    for (std::size_t index = 0; index < order.size(); ++index) {
        auto const found = std::ranges::find_if(
            headers, [&](auto const& line) { return wire::same_header(line.name, order[index]); });
        if (found == headers.end()) return "no " + order[index];
        auto const place = static_cast<std::size_t>(found - headers.begin()) + 1;
        if (place < before) return order[index] + " stands before " + order[index - 1];
        before = place;
    }
    return std::nullopt;
}

Difference same_difference(script::SameAs const& same, wire::RawMessage const& message, Play const& play) {
    auto const* const other = play.find_message(same.of);
    if (other == nullptr) return "nothing is known as " + quoted(same.of);
    wire::RawMessage const model(other->text);
    auto const wanted = chosen_lines(same, model);
    auto const seen = chosen_lines(same, message);
    for (std::size_t index = 0; index < std::max(wanted.size(), seen.size()); ++index) {
        if (index >= seen.size()) return "the line " + quoted(wanted[index]) + " is missing";
        if (index >= wanted.size()) return "the line " + quoted(seen[index]) + " was added";
        if (wanted[index] != seen[index])
            return "the line " + quoted(seen[index]) + " instead of " + quoted(wanted[index]);
    }
    if (same.body && message.body() != model.body()) return "another body than that of " + quoted(same.of);
    return std::nullopt;
}

}  // namespace runner
