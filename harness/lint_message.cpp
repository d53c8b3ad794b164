#include "harness/lint_message.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "edge/judgement.hpp"

namespace harness {

bool is_message_file(std::string_view file) {
    return file.ends_with(".sip");
}

FileVerdict judge_message(std::string_view bytes, std::string file) {
    auto const finding = edge::judge_sip(bytes);
    FileVerdict verdict;
    verdict.file = std::move(file);
    verdict.accepted = finding.verdict == edge::Finding::Verdict::accept;
    if (verdict.accepted) return verdict;
    verdict.layer = edge::name_of(finding.layer);
    verdict.status = finding.status;
    verdict.rule = finding.rule;
    verdict.clause = finding.clause;
    verdict.offset = finding.offset;
    verdict.text = finding.text;
    auto const before = bytes.substr(0, finding.offset);
    verdict.line += static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
    verdict.column += before.size() - (before.rfind('\n') + 1);
    return verdict;
}

std::string to_text(FileVerdict const& verdict) {
    if (verdict.accepted) return {};
    auto text = verdict.file + ':' + std::to_string(verdict.line) + ':' + std::to_string(verdict.column) +
                ": " + verdict.text + " (" + verdict.clause + ", rule " + verdict.rule + "): ";
    return text + (verdict.status == 0 ? "dropped" : "answered " + std::to_string(verdict.status));
}

std::string to_json(FileVerdict const& verdict) {
    using Json = nlohmann::ordered_json;
    auto const text = [](std::string const& value) { return value.empty() ? Json() : Json(value); };
    Json object;
    object["file"] = verdict.file;
    object["verdict"] = verdict.accepted ? "accept" : "reject";
    object["layer"] = text(verdict.layer);
    object["status"] = verdict.status == 0 ? Json() : Json(verdict.status);
    object["rule"] = text(verdict.rule);
    object["clause"] = text(verdict.clause);
    object["offset"] = verdict.offset ? Json(*verdict.offset) : Json();
    // A file name may hold any bytes, JSON only UTF-8.
    return object.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace harness
