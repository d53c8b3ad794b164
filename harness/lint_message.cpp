#include "harness/lint_message.hpp"

#include <algorithm>

#include "edge/judgement.hpp"

namespace harness {
namespace {

/// What the edge does about it; after a framing fault nobody knows where the next message begins.
std::string consequence(edge::Finding const& finding) {
    bool const closes = finding.layer == edge::Finding::Layer::framing;
    if (finding.status != 0)
        return "answered " + std::to_string(finding.status) + (closes ? ", and the connection closed" : "");
    return closes ? "not answered, and the connection closed" : "dropped";
}

/// So that nobody takes the fault for one of a message that the edge does pass on.
std::string what_was_taken(std::uint32_t count) {
    if (count == 0) return {};
    return count == 1 ? "behind a message that is taken: "
                      : "behind " + std::to_string(count) + " messages that are taken: ";
}

std::string sentence(edge::Finding const& finding) {
    std::string text = what_was_taken(finding.taken);
    text += finding.text;
    if (!finding.detail.empty()) text += ": " + finding.detail;
    // Whoever sends nothing but line ends is answered as a keep-alive is, and loses no connection.
    if (finding.rule.empty()) return text;
    text += " (" + std::string(finding.clause) + ", rule " + std::string(finding.rule) + "): ";
    return text + consequence(finding);
}

}  // namespace

bool has_ending(std::string_view file, std::string_view ending) {
    if (file.size() < ending.size()) return false;
    auto const last = file.substr(file.size() - ending.size());
    return std::equal(last.begin(), last.end(), ending.begin(), [](char letter, char wanted) {
        return (letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter) == wanted;
    });
}

FileVerdict judge_message(std::string_view bytes, std::string file) {
    auto const finding = edge::judge_sip(bytes);
    FileVerdict verdict;
    verdict.file = std::move(file);
    verdict.taken = finding.taken;
    auto const say = [&](std::size_t offset, std::string text) {
        auto const before = bytes.substr(0, offset);
        auto const line = 1 + static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
        auto const column = before.size() - (before.rfind('\n') + 1) + 1;
        verdict.findings.push_back({line, column, std::move(text)});
    };
    if (finding.last_hop)
        say(*finding.last_hop,
            "no hop is left (RFC 3261 §16.3 step 3): taken where it ends, which may be the edge itself, and "
            "refused with 483 where it would go on");
    if (finding.verdict == edge::Finding::Verdict::accept) return verdict;
    verdict.verdict = FileVerdict::Verdict::reject;
    if (!finding.rule.empty()) verdict.layer = edge::name_of(finding.layer);
    verdict.status = finding.status;
    verdict.rule = finding.rule;
    verdict.clause = finding.clause;
    verdict.offset = finding.offset;
    say(finding.offset, sentence(finding));
    return verdict;
}

}  // namespace harness
