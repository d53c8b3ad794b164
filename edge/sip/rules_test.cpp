// The table of rules is true: each row names the file that decides it, and a mutant that breaks it.
#include "edge/sip/rules.hpp"

#include <array>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>

#include <gmock/gmock.h>

namespace sip {
namespace {

using testing::HasSubstr;

constexpr std::array all_rules{
#define RULE(identifier, layer, clause, status, text, file) Rule::identifier,
#include "edge/sip/rules.inc"
#undef RULE
};

/// The name of a patch in harness/mutants that breaks the rule.
std::string_view broken_by(Rule rule) {
    static std::map<Rule, std::string_view> const mutants{
        {Rule::message_too_large, "codec-message-limit-ignored"},
        {Rule::head_too_large, "codec-head-limit-ignored"},
        {Rule::line_end, "codec-line-feed-ends-a-line"},
        {Rule::content_length_missing, "codec-no-length-means-no-body"},
        {Rule::content_length_conflict, "codec-lengths-may-differ"},
        {Rule::content_length_value, "codec-length-of-letters"},
        {Rule::stream_truncated, "codec-half-a-message-is-one"},
        {Rule::start_line, "codec-spaces-in-request-line"},
        {Rule::version, "codec-any-version"},
        {Rule::header_line, "codec-line-without-colon"},
        {Rule::control_letter, "codec-zero-byte-in-header"},
        {Rule::too_many_headers, "codec-header-lines-without-limit"},
        {Rule::uri, "codec-request-uri-in-brackets"},
        {Rule::name_addr, "codec-space-in-brackets"},
        {Rule::parameters, "doubled-parameters-taken"},
        {Rule::via, "codec-via-without-host"},
        {Rule::cseq, "codec-cseq-of-any-size"},
        {Rule::max_forwards, "codec-any-max-forwards"},
        {Rule::header_missing, "mandatory-headers-unchecked"},
        {Rule::header_repeated, "repeated-headers-passed"},
        {Rule::cseq_method, "cseq-of-another-method"},
        {Rule::branch, "branch-without-cookie"},
        {Rule::call_id, "malformed-call-id"},
        {Rule::uri_headers, "uri-headers-passed"},
        {Rule::uri_scheme, "foreign-scheme-passed"},
        {Rule::too_many_hops, "zero-hops-passed"},
        {Rule::proxy_require, "proxy-require-ignored"},
        {Rule::require, "require-ignored"},
        {Rule::max_breadth, "max-breadth-unchecked"},
        {Rule::loop, "loops-not-noticed"},
        {Rule::route, "malformed-route-passed"},
        {Rule::route_signature, "any-route-signature"}};
    auto const found = mutants.find(rule);
    return found == mutants.end() ? std::string_view{} : found->second;
}

/// The file that the patch has to change: the one that decides the rule, unless the decision is a question to another.
std::string broken_in(Rule rule) {
    static std::map<Rule, std::string_view> const elsewhere{
        // What the magic cookie is only Via knows.
        {Rule::branch, "edge/sip/via.cpp"},
        // A proxy judges it for nobody; the edge asks where a request is for itself.
        {Rule::require, "edge/service/requests.cpp"},
        // Where a request has been is told by the branches of its Vias.
        {Rule::loop, "edge/sip/proxy/loop.cpp"}};
    auto const found = elsewhere.find(rule);
    return std::string(found == elsewhere.end() ? describe(rule).file : found->second);
}

/// True if `text` holds `identifier`, and not only as the beginning of a longer one.
bool names(std::string_view text, std::string_view identifier) {
    auto const is_more = [](char letter) {
        return letter == '_' || std::isalnum(static_cast<unsigned char>(letter)) != 0;
    };
    for (auto at = text.find(identifier); at != std::string_view::npos; at = text.find(identifier, at + 1)) {
        auto const end = at + identifier.size();
        if (end == text.size() || !is_more(text[end])) return true;
    }
    return false;
}

/// Tests run in the root of the sources.
std::string contents(std::filesystem::path const& name) {
    std::ifstream file(name);
    return {std::istreambuf_iterator<char>(file), {}};
}

TEST(Rules, EachNamesTheFileThatDecidesIt) {
    for (auto const rule : all_rules) {
        auto const& row = describe(rule);
        auto const text = contents(row.file);
        ASSERT_FALSE(text.empty()) << row.name << ": there is no " << row.file;
        EXPECT_TRUE(names(text, "Rule::" + std::string(row.name)))
            << row.file << " does not decide " << row.name;
    }
}

TEST(Rules, ALongerNameIsAnotherOne) {
    EXPECT_TRUE(names("fault(Rule::uri, 0)", "Rule::uri"));
    EXPECT_TRUE(names("Rule::uri_scheme, Rule::uri", "Rule::uri"));
    EXPECT_FALSE(names("Rule::uri_scheme, Rule::uri2", "Rule::uri"));
}

TEST(Rules, AMutantBreaksEach) {
    for (auto const rule : all_rules) {
        auto const& row = describe(rule);
        auto const patch = contents("harness/mutants/" + std::string(broken_by(rule)) + ".patch");
        EXPECT_THAT(patch, HasSubstr("\n+++ b/" + broken_in(rule) + "\n"))
            << row.name << " has no mutant where it is decided";
    }
}

TEST(Rules, AMutantTouchesEachFile) {
    std::string patches;
    for (auto const& entry : std::filesystem::directory_iterator("harness/mutants"))
        if (entry.path().extension() == ".patch") patches.append(contents(entry.path()));
    for (auto const rule : all_rules) {
        auto const& row = describe(rule);
        EXPECT_NE(patches.find("\n+++ b/" + std::string(row.file) + "\n"), std::string::npos) << row.file;
    }
}

TEST(Rules, AreAnsweredWithAFailureOrNotAtAll) {
    for (auto const rule : all_rules) {
        auto const status = describe(rule).status;
        EXPECT_TRUE(status == 0 || (status >= 400 && status <= 699)) << describe(rule).name;
    }
    EXPECT_EQ(describe(Rule::stream_truncated).status, 0);
}

}  // namespace
}  // namespace sip
