#include "harness/script/requirements.hpp"

#include <algorithm>
#include <set>

#include "harness/script/sentence.hpp"
#include "harness/script/xml.hpp"

namespace script {
namespace {

constexpr std::string_view requirements_namespace = "urn:fedproof:requirements:1";

constexpr Word<Level> level_words[] = {
    {"must", Level::must},
    {"should", Level::should},
    {"lync", Level::lync},
    {"choice", Level::choice},
};
constexpr Word<Decider> decider_words[] = {
    {"edge", Decider::edge},       {"gateway", Decider::gateway},
    {"central", Decider::central}, {"home-server", Decider::home_server},
    {"peer", Decider::peer},
};

std::vector<Decider> read_deciders(Element const& element) {
    std::vector<Decider> deciders;
    element.required("decided-by");
    for (auto const& text : element.list("decided-by")) {
        auto const* const found = std::find_if(std::begin(decider_words), std::end(decider_words),
                                               [&](auto const& word) { return word.first == text; });
        if (found == std::end(decider_words))
            element.report("decided-by",
                           "\"" + text + "\" is none of: edge, gateway, central, home-server, peer");
        else
            deciders.push_back(found->second);
    }
    return deciders;
}

Requirement read_requirement(Element const& element) {
    element.allow({"id", "level", "clause", "decided-by", "not-judged-because", "proved_by"});
    element.allow_children({});
    Requirement requirement;
    requirement.id = element.required("id");
    requirement.level = (element.required("level"),
                         element.word("level", std::span<Word<Level> const>(level_words), Level::must));
    requirement.clause = element.required("clause");
    requirement.decided_by = read_deciders(element);
    requirement.place = element.place();
    requirement.proved_by = element.list("proved_by");
    requirement.not_judged_because = element.find("not-judged-because").value_or("");
    requirement.text = sentence(element);
    return requirement;
}

}  // namespace

std::string_view to_string(Level level) {
    return level_words[static_cast<std::size_t>(level)].first;
}

std::string_view to_string(Decider decider) {
    return decider_words[static_cast<std::size_t>(decider)].first;
}

sansio::Result<std::vector<Requirement>, Findings> read_requirements(std::string_view text,
                                                                     std::string_view file) {
    Source source(text, file);
    auto const node = source.parse("requirements", requirements_namespace);
    if (!node) return sansio::unexpected(source.take_findings());
    Element const root(node, source);
    root.allow({});
    root.allow_children({"requirement"});
    root.allow_no_text();
    std::vector<Requirement> requirements;
    std::set<std::string> seen;
    for (auto const& element : root.children("requirement")) {
        requirements.push_back(read_requirement(element));
        if (!seen.insert(requirements.back().id).second)
            element.report("id", "requirement \"" + requirements.back().id + "\" is there twice");
    }
    if (!source.sound()) return sansio::unexpected(source.take_findings());
    return requirements;
}

Requirement const* find_requirement(std::vector<Requirement> const& requirements, std::string_view id) {
    for (auto const& requirement : requirements)
        if (requirement.id == id) return &requirement;
    return nullptr;
}

}  // namespace script
