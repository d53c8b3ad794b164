#include "harness/script/out_of_scope.hpp"

#include <set>

#include "harness/script/sentence.hpp"
#include "harness/script/xml.hpp"

namespace script {
namespace {

constexpr std::string_view out_of_scope_namespace = "urn:fedproof:out-of-scope:1";

LeftOut read_entry(Element const& element) {
    element.allow({"id", "clause"});
    element.allow_children({});
    return {element.required("id"), element.required("clause"), sentence(element), element.place()};
}

}  // namespace

sansio::Result<std::vector<LeftOut>, Findings> read_out_of_scope(std::string_view text,
                                                                 std::string_view file) {
    Source source(text, file);
    auto const node = source.parse("out-of-scope", out_of_scope_namespace);
    if (!node) return sansio::unexpected(source.take_findings());
    Element const root(node, source);
    root.allow({});
    root.allow_children({"entry"});
    root.allow_no_text();
    std::vector<LeftOut> entries;
    std::set<std::string> seen;
    for (auto const& element : root.children("entry")) {
        entries.push_back(read_entry(element));
        if (!seen.insert(entries.back().id).second)
            element.report("id", "entry \"" + entries.back().id + "\" is there twice");
    }
    if (!source.sound()) return sansio::unexpected(source.take_findings());
    return entries;
}

}  // namespace script
