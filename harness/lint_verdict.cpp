#include "harness/lint_verdict.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace harness {
namespace {

using Json = nlohmann::ordered_json;

Json or_null(std::string const& value) {
    return value.empty() ? Json() : Json(value);
}
template <class Number>
Json or_null(Number value) {
    return value == 0 ? Json() : Json(value);
}
template <class Value>
Json or_null(std::optional<Value> const& value) {
    return value ? Json(*value) : Json();
}

Json name_of(FileVerdict::Verdict verdict) {
    if (verdict == FileVerdict::Verdict::unread) return {};
    return verdict == FileVerdict::Verdict::accept ? "accept" : "reject";
}

std::size_t offset_of(script::Place place, std::string_view text) {
    std::size_t begin = 0;
    for (auto line = place.line; line > 1 && begin < text.size(); --line) {
        auto const end = text.find('\n', begin);
        begin = end == std::string_view::npos ? text.size() : end + 1;
    }
    return std::min(text.size(), begin + place.column - 1);
}

}  // namespace

FileVerdict verdict_of(script::Findings const& findings, std::string_view text, std::string file) {
    FileVerdict verdict;
    verdict.file = std::move(file);
    if (findings.empty()) return verdict;
    verdict.verdict = FileVerdict::Verdict::reject;
    verdict.offset = offset_of(findings.front().place, text);
    for (auto const& finding : findings)
        verdict.findings.push_back({finding.place.line, finding.place.column, finding.message});
    return verdict;
}

FileVerdict unread(std::string file, std::string why) {
    FileVerdict verdict;
    verdict.file = std::move(file);
    verdict.verdict = FileVerdict::Verdict::unread;
    verdict.findings.push_back({0, 0, std::move(why)});
    return verdict;
}

std::string to_text(FileVerdict const& verdict) {
    std::string text;
    for (auto const& finding : verdict.findings) {
        text += verdict.file + ":";
        if (finding.line != 0)
            text += std::to_string(finding.line) + ":" + std::to_string(finding.column) + ":";
        text += " " + finding.text + "\n";
    }
    if (verdict.verdict == FileVerdict::Verdict::accept && verdict.taken)
        text += verdict.file + ": accepted, " + std::to_string(*verdict.taken) +
                (*verdict.taken == 1 ? " message\n" : " messages\n");
    return text;
}

std::string to_json(FileVerdict const& verdict) {
    Json object;
    object["file"] = verdict.file;
    object["verdict"] = name_of(verdict.verdict);
    object["layer"] = or_null(verdict.layer);
    object["status"] = or_null(verdict.status);
    object["rule"] = or_null(verdict.rule);
    object["clause"] = or_null(verdict.clause);
    object["offset"] = or_null(verdict.offset);
    object["taken"] = or_null(verdict.taken);
    object["findings"] = Json::array();
    for (auto const& finding : verdict.findings)
        object["findings"].push_back(
            {{"line", or_null(finding.line)}, {"column", or_null(finding.column)}, {"text", finding.text}});
    // A file name may hold any bytes, JSON only UTF-8.
    return object.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace harness
