#include "harness/explain/explanation.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "reports/bytes_text.hpp"

namespace explain {
namespace {

constexpr std::size_t line_width = 100;

std::string indented(std::string_view text, std::string_view first, std::string_view rest) {
    std::string made;
    std::string line(first);
    bool is_fresh = true;
    while (!text.empty()) {
        auto const end = std::min(text.find(' '), text.size());
        auto const word = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (!is_fresh && line.size() + 1 + word.size() > line_width) {
            made += line + "\n";
            line = rest;
            is_fresh = true;
        }
        line += (is_fresh ? "" : " ") + std::string(word);
        is_fresh = false;
    }
    return made + line + "\n";
}

}  // namespace

void Explanation::say(std::string name, std::string text) {
    if (!text.empty()) parts.push_back({std::move(name), {std::move(text)}, false});
}

void Explanation::list(std::string name, std::vector<std::string> lines) {
    if (!lines.empty()) parts.push_back({std::move(name), std::move(lines), true});
}

std::string to_text(Explanation const& explanation) {
    std::string text = explanation.kind + " " + explanation.id + "\n";
    text += indented(explanation.title, "  ", "  ");
    for (auto const& part : explanation.parts) {
        text += "\n" + part.name + "\n";
        for (auto const& line : part.lines) {
            // Bytes keep their own lines.
            if (line.find('\n') == std::string::npos)
                text += indented(reports::printable_line(line), "  ", part.is_list ? "      " : "  ");
            else
                text += reports::printable_message(line) + (line.ends_with('\n') ? "" : "\n");
        }
    }
    return text;
}

std::string to_json(Explanation const& explanation) {
    using Json = nlohmann::ordered_json;
    Json document{{"kind", explanation.kind}, {"id", explanation.id}, {"title", explanation.title}};
    for (auto const& part : explanation.parts) {
        auto key = part.name;
        std::ranges::replace(key, ' ', '_');
        document[key] = part.is_list ? Json(part.lines) : Json(part.lines.front());
    }
    return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace explain
