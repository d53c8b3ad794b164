#include "harness/script/known_failures.hpp"

#include <set>

#include "harness/script/sentence.hpp"
#include "harness/script/xml.hpp"

namespace script {
namespace {

constexpr std::string_view known_failures_namespace = "urn:fedproof:known-failures:1";
constexpr std::size_t date_size = std::string_view("2026-12-31").size();

ExpectedFailure read_entry(Element const& element) {
    element.allow({"scenario", "code", "expires"});
    element.allow_children({});
    ExpectedFailure entry;
    entry.scenario = element.required("scenario");
    entry.code = element.required("code");
    if (element.has("code") && trim(entry.code) != entry.code)
        element.report("code", "a code neither begins nor ends with a blank");
    entry.expires = element.required("expires");
    if (auto const day = element.wall_time("expires")) {
        if (entry.expires.size() != date_size)
            element.report("expires", "a whole day is meant, as 2026-12-31");
        entry.end = *day + std::chrono::hours(24);
    }
    entry.reason = sentence(element);
    entry.place = element.place_of("scenario");
    return entry;
}

bool is_word_part(char letter) {
    return (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'z') ||
           (letter >= 'A' && letter <= 'Z');
}

}  // namespace

sansio::Result<std::vector<ExpectedFailure>, Findings> read_known_failures(std::string_view text,
                                                                           std::string_view file) {
    Source source(text, file);
    auto const node = source.parse("known-failures", known_failures_namespace);
    if (!node) return sansio::unexpected(source.take_findings());
    Element const root(node, source);
    root.allow({});
    root.allow_children({"failure"});
    root.allow_no_text();
    std::vector<ExpectedFailure> entries;
    std::set<std::string> seen;
    for (auto const& element : root.children("failure")) {
        entries.push_back(read_entry(element));
        if (!seen.insert(entries.back().scenario).second)
            element.report("scenario", "\"" + entries.back().scenario + "\" is there twice");
    }
    if (!source.sound()) return sansio::unexpected(source.take_findings());
    return entries;
}

bool holds_code(std::string_view text, std::string_view code) {
    if (code.empty()) return false;
    for (auto found = text.find(code); found != std::string_view::npos; found = text.find(code, found + 1)) {
        auto const end = found + code.size();
        if ((found == 0 || !is_word_part(text[found - 1])) &&
            (end == text.size() || !is_word_part(text[end])))
            return true;
    }
    return false;
}

}  // namespace script
