#include "harness/script/listing.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace script {
namespace {

using Json = nlohmann::ordered_json;
using Row = std::vector<std::string>;

constexpr std::size_t line_width = 110;  // a terminal beside an editor
constexpr std::size_t level_width = 6;   // "should", "choice"

/// Columns are as wide as their widest cell; the last one is not filled up.
std::string table(std::vector<Row> const& rows) {
    std::vector<std::size_t> widths;
    for (auto const& row : rows) {
        widths.resize(std::max(widths.size(), row.size()));
        for (std::size_t column = 0; column < row.size(); ++column)
            widths[column] = std::max(widths[column], row[column].size());
    }
    std::string text;
    for (auto const& row : rows) {
        for (std::size_t column = 0; column + 1 < row.size(); ++column) {
            text += row[column];
            text.append(widths[column] - row[column].size() + 2, ' ');
        }
        text += row.back() + "\n";
    }
    return text;
}

std::string joined(std::vector<std::string> const& words, std::string_view separator) {
    std::string text;
    for (auto const& word : words) {
        if (!text.empty()) text += separator;
        text += word;
    }
    return text;
}

std::vector<std::string> modes(Scenario const& scenario) {
    std::vector<std::string> words;
    if (scenario.modes.virtual_time) words.emplace_back("virtual");
    if (scenario.modes.loopback) words.emplace_back("loopback");
    return words;
}

std::vector<std::string> judges_of(Requirement const& requirement, std::span<Scenario const> scenarios) {
    std::vector<std::string> ids;
    for (auto const& scenario : scenarios)
        if (std::ranges::find(scenario.judges, requirement.id, &Judged::requirement) != scenario.judges.end())
            ids.push_back(scenario.id);
    return ids;
}

/// Letters, not bytes: a continuation byte of UTF-8 takes no room.
std::size_t width(std::string_view text) {
    return static_cast<std::size_t>(std::ranges::count_if(
        text, [](char byte) { return (static_cast<unsigned char>(byte) & 0xc0U) != 0x80U; }));
}

/// Lines of at most line_width, indented; a word that is longer stands alone.
std::string paragraph(std::string_view words) {
    constexpr std::string_view indent = "    ";
    std::string text;
    std::size_t used = 0;
    while (!words.empty()) {
        auto const end = std::min(words.find(' '), words.size());
        auto const word = words.substr(0, end);
        words.remove_prefix(std::min(end + 1, words.size()));
        bool const fits = used != 0 && used + 1 + width(word) <= line_width;
        if (!fits && used != 0) text += '\n';
        text += fits ? std::string_view(" ") : indent;
        text += word;
        used = (fits ? used + 1 : indent.size()) + width(word);
    }
    return text + '\n';
}

std::string entry(Requirement const& requirement, std::vector<std::string> const& judges,
                  std::size_t id_width) {
    std::string text = requirement.id;
    text.append(id_width - requirement.id.size() + 2, ' ');
    std::string const level(to_string(requirement.level));
    text += level + std::string(level_width - level.size() + 2, ' ') + requirement.clause + '\n';
    text += paragraph(requirement.text);
    text += paragraph(judges.empty() ? "judged by nothing: " + requirement.not_judged_because
                                     : "judged by " + joined(judges, " "));
    return text +
           paragraph("proved by " + (requirement.proved_by.empty() ? std::string("nothing")
                                                                   : joined(requirement.proved_by, " ")));
}

std::string dump(Json const& list) {
    return list.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace

std::optional<ListFormat> parse_list_format(std::string_view text) {
    if (text == "table") return ListFormat::table;
    if (text == "json") return ListFormat::json;
    if (text == "names") return ListFormat::names;
    return std::nullopt;
}

std::string list(std::span<Scenario const> scenarios, ListFormat format) {
    std::vector<Row> rows{{"SCENARIO", "MODES", "TITLE"}};
    Json json = Json::array();
    std::string names;
    for (auto const& scenario : scenarios) {
        std::vector<std::string> judges;
        for (auto const& judged : scenario.judges) judges.push_back(judged.requirement);
        rows.push_back({scenario.id, joined(modes(scenario), " "), scenario.title});
        json.push_back({{"id", scenario.id},
                        {"title", scenario.title},
                        {"file", scenario.file},
                        {"modes", modes(scenario)},
                        {"because", scenario.modes.because},
                        {"tags", scenario.tags},
                        {"judges", judges}});
        names += scenario.id + "\n";
    }
    if (format == ListFormat::names) return names;
    return format == ListFormat::json ? dump(json) : table(rows);
}

std::string list(std::span<Requirement const> requirements, std::span<Scenario const> scenarios,
                 ListFormat format) {
    std::size_t id_width = 0;
    for (auto const& requirement : requirements) id_width = std::max(id_width, requirement.id.size());
    std::string table;
    Json json = Json::array();
    std::string names;
    for (auto const& requirement : requirements) {
        auto const judges = judges_of(requirement, scenarios);
        std::vector<std::string> deciders;
        for (auto const decider : requirement.decided_by) deciders.emplace_back(to_string(decider));
        table += entry(requirement, judges, id_width);
        json.push_back({{"id", requirement.id},
                        {"level", to_string(requirement.level)},
                        {"clause", requirement.clause},
                        {"decided_by", deciders},
                        {"text", requirement.text},
                        {"proved_by", requirement.proved_by},
                        {"not_judged_because", requirement.not_judged_because},
                        {"scenarios", judges}});
        names += requirement.id + "\n";
    }
    if (format == ListFormat::names) return names;
    return format == ListFormat::json ? dump(json) : table;
}

}  // namespace script
