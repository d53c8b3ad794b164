// <table>: one story for many rows. What a row says stands in for ${column} wherever the file has it, names included.
#include <algorithm>
#include <set>

#include "harness/script/parts.hpp"
#include "harness/script/sip_text.hpp"

namespace script {
namespace {

constexpr std::size_t rows_max = 200;

bool is_word(std::string_view text) {
    return !text.empty() && text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == text.npos;
}

void check_column(Element const& row, std::string const& name) {
    bool const counts = name == "i" || name == "n";
    if (!is_word(name) || name.front() < 'a' || counts)
        row.report(name, "a column's name is made of lower-case letters, digits and -, and neither i nor n");
}

/// All rows say something of the same things, or a word would mean nothing in one of them.
void check_columns(Element const& row, TableRow const& read, TableRow const& first) {
    auto const has = [](TableRow const& one, std::string const& name) {
        return std::ranges::any_of(one.columns, [&](auto const& column) { return column.first == name; });
    };
    for (auto const& [name, value] : first.columns)
        if (!has(read, name)) row.report("the first row has " + name + "=\"…\", this one has not");
    for (auto const& [name, value] : read.columns)
        if (!has(first, name)) row.report(name, "the first row has no " + name + "=\"…\"");
}

}  // namespace

std::vector<TableRow> read_table(Element const& table) {
    table.allow({});
    table.allow_children({"row"});
    table.allow_no_text();
    std::vector<TableRow> rows;
    std::set<std::string> ids;
    for (auto const& element : table.children("row")) {
        element.allow_nothing_inside();
        TableRow row{element.required("id"), element.place(), {}};
        if (!row.id.empty() && !is_word(row.id))
            element.report("id", "a row's id is made of lower-case letters, digits and -");
        if (!ids.insert(row.id).second) element.report("id", "a second row \"" + row.id + "\"");
        std::set<std::string> names;
        for (auto& [name, value] : element.attributes()) {
            if (!names.insert(name).second) element.report(name, "attribute \"" + name + "\" is there twice");
            if (name == "id") continue;
            check_column(element, name);
            row.columns.emplace_back(name, std::move(value));
        }
        if (!rows.empty()) check_columns(element, row, rows.front());
        rows.push_back(std::move(row));
    }
    if (rows.empty()) table.report("<table> holds no <row>");
    if (rows.size() > rows_max) table.report("a table has " + std::to_string(rows_max) + " rows at most");
    if (!rows.empty() && rows.front().columns.empty())
        table.report("the rows say nothing: <row id=\"…\" status=\"…\"/>");
    return rows;
}

void check_table(std::vector<TableRow> const& rows, Scenario const& scenario, Source& source) {
    auto const others = variables(scenario);
    for (auto const& [name, value] : rows.front().columns) {
        if (others.contains(name))
            source.report(rows.front().place, "${" + name + "} already means somebody of the cast");
        else if (!source.used(name))
            source.report(rows.front().place, "nothing in this file says ${" + name + "}");
    }
}

}  // namespace script
