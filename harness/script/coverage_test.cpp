// What is asked of an edge, what is left out, and what is judged: requirements.xml, out_of_scope.xml, docs/coverage.md and
// the scenarios against each other.
#include <algorithm>
#include <charconv>
#include <map>
#include <set>

#include <gmock/gmock.h>

#include "harness/script/catalogue.hpp"
#include "harness/script/lint.hpp"
#include "harness/script/out_of_scope.hpp"

namespace script {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

constexpr auto requirements_file = "scenarios/requirements.xml";
constexpr auto out_of_scope_file = "scenarios/out_of_scope.xml";

template <class T>
std::vector<T> value_of(sansio::Result<std::vector<T>, Findings> read) {
    if (read) return *std::move(read);
    for (auto const& finding : read.error()) ADD_FAILURE() << to_string(finding);
    return {};
}

std::vector<Requirement> requirements() {
    return value_of(read_requirements(read_file(requirements_file).value_or(""), requirements_file));
}

std::vector<LeftOut> left_out() {
    return value_of(read_out_of_scope(read_file(out_of_scope_file).value_or(""), out_of_scope_file));
}

/// One row of a table in docs/coverage.md: a clause of an RFC and its sentences, or a section of the facts and its lines.
struct Clause {
    std::string name;
    std::size_t sentences = 0;
    std::size_t required = 0;
    std::size_t left_out = 0;
    std::map<std::size_t, std::set<std::string>> ids;  // by the number of the sentence
};

std::size_t number(std::string_view text) {
    std::size_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

std::vector<std::string_view> split(std::string_view text, std::string_view separator) {
    std::vector<std::string_view> parts;
    while (true) {
        auto const end = text.find(separator);
        parts.push_back(text.substr(0, end));
        if (end == std::string_view::npos) return parts;
        text.remove_prefix(end + separator.size());
    }
}

/// "1 2 `rfc3261/16.3/1` · 3 `rfc3261/16.3/merged`"
void read_ids(std::string_view cell, Clause& clause) {
    for (auto const& group : split(cell, " · ")) {
        auto const parts = split(group, "`");
        if (parts.size() != 3) ADD_FAILURE() << clause.name << ": " << group;
        for (auto const& sentence : split(parts.at(0), " "))
            if (!sentence.empty()) clause.ids[number(sentence)].insert(std::string(parts.at(1)));
    }
}

/// The rows that begin with `first`, five cells each: "| RFC 3261 §16.1 | 3 | 1 | 2 | 1 `…` · 2 `…` |".
std::vector<Clause> rows_of(std::string_view first) {
    std::vector<Clause> rows;
    auto const text = read_file("docs/coverage.md").value_or("");
    for (auto const& line : split(text, "\n")) {
        if (!line.starts_with(first) || line.find(" §") == std::string_view::npos) continue;
        auto const cells = split(line.substr(2, line.size() - 4), " | ");
        if (cells.size() != 5) {
            ADD_FAILURE() << line;
            continue;
        }
        rows.push_back({std::string(cells[0]), number(cells[1]), number(cells[2]), number(cells[3]), {}});
        read_ids(cells[4], rows.back());
    }
    return rows;
}

TEST(OutOfScope, IsReadStrictly) {
    constexpr std::string_view sound = R"(<out-of-scope xmlns="urn:fedproof:out-of-scope:1">
<entry id="a/1" clause="A §1">No
  link.</entry></out-of-scope>)";
    auto const entries = read_out_of_scope(sound, "o.xml").value();
    ASSERT_EQ(entries.size(), 1U);
    EXPECT_EQ(entries[0].reason, "No link.");
    EXPECT_EQ(entries[0].place, (Place{2, 2}));
    EXPECT_THAT(lint(sound, "o.xml", {}), IsEmpty());
    auto twice = std::string(sound);
    twice.insert(twice.find("</out"), R"(<entry id="a/1" clause="B">No</entry>)");
    auto const findings = lint(twice, "o.xml", {});
    ASSERT_EQ(findings.size(), 2U);
    EXPECT_THAT(to_string(findings[0]) + to_string(findings[1]),
                AllOf(HasSubstr("full stop"), HasSubstr("there twice")));
}

TEST(Coverage, NoIdIsBothRequiredAndLeftOut) {
    auto const required = requirements();
    for (auto const& entry : left_out()) EXPECT_EQ(find_requirement(required, entry.id), nullptr) << entry.id;
}

/// Each normative sentence of the RFCs is numbered in docs/coverage.md, and each number leads to an id that exists.
TEST(Coverage, EachNormativeSentenceIsRequiredOrLeftOut) {
    auto const required = requirements();
    std::set<std::string> out;
    for (auto const& entry : left_out()) out.insert(entry.id);
    auto const rows = rows_of("| RFC ");
    EXPECT_GT(rows.size(), 40U);
    for (auto const& clause : rows) {
        std::size_t judged_here = 0;
        for (auto const& [sentence, ids] : clause.ids) {
            EXPECT_TRUE(sentence >= 1 && sentence <= clause.sentences) << clause.name << " " << sentence;
            bool some = false;
            for (auto const& id : ids) {
                bool const demanded = find_requirement(required, id) != nullptr;
                EXPECT_TRUE(demanded || out.contains(id)) << clause.name << ": " << id << " is in no list";
                some |= demanded;
            }
            judged_here += some ? 1 : 0;
        }
        EXPECT_EQ(clause.ids.size(), clause.sentences) << clause.name;
        EXPECT_EQ(judged_here, clause.required) << clause.name;
        EXPECT_EQ(clause.sentences - judged_here, clause.left_out) << clause.name;
    }
}

/// Each line of the facts of the wire is numbered and leads to an id, and each id of theirs stands in the table.
TEST(Coverage, EachLineOfTheFactsOfTheWireIsRequiredOrLeftOut) {
    auto const required = requirements();
    auto const out = left_out();
    auto const rows = rows_of("| wire ");
    EXPECT_EQ(rows.size(), 9U);
    std::set<std::string> known;
    std::set<std::string> listed;
    for (auto const& one : required) known.insert(one.id);
    for (auto const& one : out) known.insert(one.id);
    for (auto const& row : rows) {
        std::set<std::string> demanded;
        std::set<std::string> here;
        for (auto const& [line, ids] : row.ids) {
            EXPECT_TRUE(line >= 1 && line <= row.sentences) << row.name << " " << line;
            for (auto const& id : ids) {
                EXPECT_TRUE(known.contains(id)) << row.name << ": " << id << " is in no list";
                here.insert(id);
                if (find_requirement(required, id) != nullptr) demanded.insert(id);
            }
        }
        EXPECT_EQ(row.ids.size(), row.sentences) << row.name;
        EXPECT_EQ(demanded.size(), row.required) << row.name;
        EXPECT_EQ(here.size() - demanded.size(), row.left_out) << row.name;
        listed.merge(here);
    }
    // What else stands there belongs to other sources as well.
    auto const of_the_wire = [](std::set<std::string> ids) {
        std::erase_if(ids, [](std::string const& id) { return !id.starts_with("wire/"); });
        return ids;
    };
    EXPECT_EQ(of_the_wire(listed), of_the_wire(known));
}

TEST(Coverage, WhatNoScenarioJudgesGivesAReason) {
    std::vector<std::string> lines;
    for (auto const& finding :
         unjudged_requirements(load("scenarios").scenarios, requirements(), requirements_file))
        lines.push_back(to_string(finding));
    EXPECT_THAT(lines, IsEmpty());
}

TEST(Coverage, NineteenRequirementsInTwentyAreJudged) {
    auto const all = requirements();
    auto const excused = std::ranges::count_if(
        all, [](Requirement const& requirement) { return !requirement.not_judged_because.empty(); });
    EXPECT_LE(20 * excused, std::ssize(all));
}

}  // namespace
}  // namespace script
