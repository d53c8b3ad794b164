#include "harness/check/conclusion.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "sansio/wall_time.hpp"

namespace check {
namespace {

using Json = nlohmann::ordered_json;

std::string padded(std::string_view text, std::size_t width) {
    std::string made(text);
    if (made.size() < width) made.append(width - made.size(), ' ');
    return made;
}

std::string place_of(Finding const& finding) {
    return finding.address.empty() ? finding.target : finding.target + " " + finding.address;
}

/// "0.8 ms", "12 ms"
std::string milliseconds(sansio::Duration duration) {
    auto const tenths = (duration.count() + 50) / 100;
    if (tenths >= 100) return std::to_string(tenths / 10) + " ms";
    return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " ms";
}

Json or_null(std::string_view text) {
    return text.empty() ? Json() : Json(std::string(text));
}

Json to_json(Finding const& finding) {
    auto const& row = row_of(finding.fact);
    Json object;
    object["layer"] = to_string(row.layer);
    object["verdict"] = to_string(row.severity);
    object["fact"] = row.name;
    object["target"] = finding.target;
    object["address"] = or_null(finding.address);
    object["seen"] = finding.seen;
    object["clause"] = row.clause;
    object["diagnostic"] = row.diagnostic == 0 ? Json() : Json(row.diagnostic);
    object["side"] = row.side == Side::nobody ? Json() : Json(to_string(row.side));
    object["remedy"] = or_null(finding.remedy);
    object["latency_us"] = finding.latency ? Json(finding.latency->count()) : Json();
    return object;
}

}  // namespace

std::string_view to_string(Verdict verdict) {
    switch (verdict) {
        case Verdict::healthy:
            return "healthy";
        case Verdict::broken:
            return "broken";
        case Verdict::unknown:
            return "unknown";
    }
    return "";
}

Conclusion conclude(std::span<Finding const> findings) {
    Conclusion made;
    auto const consider = [&](Severity severity, Verdict verdict) {
        for (auto const& finding : findings) {
            if (severity_of(finding) != severity) continue;
            if (made.first && layer_of(*made.first) <= layer_of(finding)) continue;
            made.verdict = verdict;
            made.first = finding;
        }
    };
    consider(Severity::error, Verdict::broken);
    if (!made.first) consider(Severity::unknown, Verdict::unknown);
    bool const has_spoken = std::ranges::any_of(findings, [](Finding const& finding) {
        return layer_of(finding) == Layer::sip && severity_of(finding) == Severity::ok;
    });
    // A way that this machine lacks is no matter where another was found; where none was, nothing is known.
    if (!made.first && !has_spoken) {
        made.verdict = Verdict::unknown;
        consider(Severity::warning, Verdict::unknown);
    }
    made.warnings = static_cast<std::size_t>(std::ranges::count(findings, Severity::warning, severity_of));
    return made;
}

std::vector<Finding> in_order(std::span<Finding const> findings) {
    std::vector<Finding> sorted(findings.begin(), findings.end());
    std::ranges::stable_sort(sorted, {}, [](Finding const& finding) { return layer_of(finding); });
    return sorted;
}

std::string line_of(Finding const& finding) {
    constexpr std::size_t severity_width = 9, layer_width = 10;
    auto text = padded(to_string(severity_of(finding)), severity_width) +
                padded(to_string(layer_of(finding)), layer_width) + place_of(finding) + "  " + finding.seen;
    if (finding.latency) text += "  " + milliseconds(*finding.latency);
    return text + "\n";
}

std::string summary(Conclusion const& conclusion, std::string_view domain, sansio::Duration took) {
    std::string text = "\n" + std::string(domain) + ": ";
    if (!conclusion.first) {
        text += conclusion.verdict == Verdict::healthy ? "healthy" : "unknown, nothing was found out";
        if (conclusion.warnings > 0)
            text += ", " + std::to_string(conclusion.warnings) +
                    (conclusion.warnings == 1 ? " warning" : " warnings");
        return text + ", in " + milliseconds(took) + "\n";
    }
    auto const& finding = *conclusion.first;
    auto const& row = row_of(finding.fact);
    bool const is_broken = conclusion.verdict == Verdict::broken;
    text += (is_broken ? "broken at " : "unknown from ") + std::string(to_string(row.layer)) + " on (" +
            place_of(finding) + "), in " + milliseconds(took) + "\n";
    text += "  fact:      " + finding.seen + " [" + std::string(row.name) + "]\n";
    text += "  rests on:  " + std::string(row.clause) + "\n";
    if (row.diagnostic != 0)
        text += "  our edge:  reports ms-diagnostics " + std::to_string(row.diagnostic) +
                " of it (fedproof explain " + std::to_string(row.diagnostic) + ")\n";
    if (!finding.remedy.empty())
        text +=
            "  who acts:  " + std::string(to_string(row.side)) + "\n  to do:     " + finding.remedy + "\n";
    return text;
}

std::string to_json(std::span<Finding const> findings, std::string_view domain, sansio::WallTime wall,
                    sansio::Duration took) {
    auto const conclusion = conclude(findings);
    Json document;
    document["domain"] = domain;
    document["verdict"] = to_string(conclusion.verdict);
    document["date"] = sansio::to_string(wall);
    document["took_us"] = took.count();
    document["first"] = conclusion.first ? to_json(*conclusion.first) : Json();
    document["findings"] = Json::array();
    for (auto const& finding : in_order(findings)) document["findings"].push_back(to_json(finding));
    return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace check
