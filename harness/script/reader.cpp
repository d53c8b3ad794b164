#include "harness/script/reader.hpp"

#include <algorithm>
#include <set>

#include "harness/script/parts.hpp"

namespace script {
namespace {

constexpr std::string_view scenario_namespace = "urn:fedproof:scenario:1";

bool is_id(std::string_view text, std::string_view letters) {
    return !text.empty() && text.front() != '/' && text.back() != '/' &&
           text.find("//") == std::string_view::npos &&
           text.find_first_not_of(letters) == std::string_view::npos;
}

/// "sip/hello-out" and the file ".../sip/hello-out.xml" belong together: who knows one finds the other.
void check_id(Element const& root, std::string const& id, std::string_view file) {
    if (id.empty()) return;
    if (!is_id(id, "abcdefghijklmnopqrstuvwxyz0123456789-/"))
        root.report("id", "an id is made of lower-case letters, digits, - and /");
    auto const tail = id + ".xml";
    // A path may begin in the midst of the catalogue, so only as far as both go do they have to agree.
    while (file.starts_with("./")) file.remove_prefix(2);
    auto const is_end_of = [](std::string_view end, std::string_view whole) {
        return whole == end || (whole.ends_with(end) && whole[whole.size() - end.size() - 1] == '/');
    };
    bool const fits = is_end_of(tail, file) || is_end_of(file, tail);
    if (!fits) root.report("id", "the id is \"" + id + "\", so the file must be …/" + tail);
}

std::vector<Judged> read_judges(Element const& root) {
    std::vector<Judged> judges;
    std::set<std::string> seen;
    auto const place = root.place_of("judges");
    for (auto& id : root.list("judges")) {
        if (!is_id(id, "abcdefghijklmnopqrstuvwxyz0123456789-./"))
            root.report("judges", "\"" + id + "\" is not a requirement's id such as rfc3261/16.3/3");
        if (!seen.insert(id).second) root.report("judges", "\"" + id + "\" is there twice");
        judges.push_back({std::move(id), place});
    }
    if (judges.empty()) root.report("judges", "a scenario judges at least one requirement: judges=\"…\"");
    return judges;
}

Modes read_modes(Element const& root) {
    Modes modes;
    modes.because = std::string(trim(root.find("because").value_or("")));
    auto const words = root.list("modes");
    if (root.has("modes")) {
        modes.virtual_time = std::find(words.begin(), words.end(), "virtual") != words.end();
        modes.loopback = std::find(words.begin(), words.end(), "loopback") != words.end();
        for (auto const& word : words)
            if (word != "virtual" && word != "loopback")
                root.report("modes", "modes are virtual and loopback, not \"" + word + "\"");
        if (words.empty()) root.report("modes", "modes is empty");
    }
    bool const all = modes.virtual_time && modes.loopback;
    if (!all && modes.because.empty()) root.report("modes", "say why a mode is left out: because=\"…\"");
    if (all && root.has("because")) root.report("because", "no mode is left out");
    return modes;
}

std::vector<std::string> read_tags(Element const& root) {
    auto tags = root.list("tags");
    for (auto const& tag : tags)
        if (!is_id(tag, "abcdefghijklmnopqrstuvwxyz0123456789-"))
            root.report("tags", "\"" + tag + "\" is not a tag; a tag is written without @");
    return tags;
}

std::vector<std::string> read_needs(Element const& root) {
    auto needs = root.list("needs");
    for (auto const& need : needs)
        if (!is_id(need, "abcdefghijklmnopqrstuvwxyz0123456789-"))
            root.report("needs", "\"" + need + "\" is not a capability");
    return needs;
}

/// The one child of that name; reports when there is none or a second one.
std::optional<Element> only_child(Element const& root, std::string_view name, bool needed) {
    auto const found = root.children(name);
    if (found.size() > 1) found[1].report("a second <" + std::string(name) + ">");
    if (found.empty() && needed) root.report("<scenario> needs a <" + std::string(name) + ">");
    if (found.empty()) return std::nullopt;
    return found.front();
}

/// What only a simulated network can do.
void check_virtual(std::vector<Step> const& steps, Source& source) {
    constexpr unsigned sockets_max =
        1'000;  // more connections than that do not fit into every machine's limits
    for (auto const& step : steps) {
        for (auto const* const inner : inner_steps(step)) check_virtual(*inner, source);
        auto const* connect = std::get_if<Connect>(&step.what);
        if (connect != nullptr && connect->count > sockets_max)
            source.report(step.place,
                          "more than 1000 connections exist in virtual mode only: "
                          "modes=\"virtual\" because=\"…\"");
        if (std::holds_alternative<Interrupt>(step.what))
            source.report(step.place,
                          "the network is broken and machines are frozen in virtual mode only: "
                          "modes=\"virtual\" because=\"…\"");
    }
}

void check_modes(Scenario const& scenario, Source& source) {
    if (!scenario.modes.loopback) return;
    for (auto const& link : scenario.given.links)
        source.report(link.place, "a <link> exists in virtual mode only: modes=\"virtual\" because=\"…\"");
    check_virtual(scenario.story, source);
}

/// With whatever ${…} of the table's row means now.
Scenario read_one(Element const& root, Source& source, ReadOptions const& options) {
    Scenario scenario;
    scenario.file = source.file();
    scenario.id = root.find("id").value_or("");
    scenario.judges = read_judges(root);
    scenario.tags = read_tags(root);
    scenario.needs = read_needs(root);
    scenario.modes = read_modes(root);
    scenario.scaled_timers = root.word<bool>("timers", {{"real", false}, {"scaled", true}}, false);
    if (auto const title = only_child(root, "title", true)) {
        title->allow({});
        title->allow_children({});
        scenario.title = spoken_text(*title);
        if (scenario.title.empty()) title->report("<title> is empty");
    }
    if (auto const cast = only_child(root, "cast", true)) scenario.cast = read_cast(*cast);
    Names const names(scenario.cast);
    if (auto const given = only_child(root, "given", false))
        scenario.given = read_given(*given, names, options);
    if (auto const story = only_child(root, "story", true))
        scenario.story = read_story(*story, names, options);
    check_modes(scenario, source);
    check_texts(scenario, source);
    return scenario;
}

}  // namespace

Partner const* find_partner(Scenario const& scenario, std::string_view id) {
    for (auto const& partner : scenario.cast.partners)
        if (partner.id == id) return &partner;
    return nullptr;
}

sansio::Result<std::vector<Scenario>, Findings> read(std::string_view text, std::string_view file,
                                                     ReadOptions const& options) {
    Source source(text, file);
    auto const node = source.parse("scenario", scenario_namespace);
    if (!node) return sansio::unexpected(source.take_findings());
    Element const root(node, source);
    root.allow({"id", "judges", "tags", "modes", "because", "timers", "needs"});
    root.allow_children({"title", "table", "cast", "given", "story"});
    root.allow_no_text();
    check_id(root, root.required("id"), file);

    std::vector<Scenario> scenarios;
    auto const table = only_child(root, "table", false);
    if (!table) {
        scenarios.push_back(read_one(root, source, options));
    } else {
        auto const rows = read_table(*table);
        for (auto const& row : rows) {
            if (!source.sound()) break;
            for (auto const& [name, value] : row.columns) source.mean(name, value);
            auto scenario = read_one(root, source, options);
            scenario.table = scenario.id;
            scenario.id += "/" + row.id;
            if (!source.sound()) source.report(row.place, "so it is with this row of the table");
            scenarios.push_back(std::move(scenario));
        }
        if (source.sound()) check_table(rows, scenarios.back(), source);
    }
    if (!source.sound()) return sansio::unexpected(source.take_findings());
    return scenarios;
}

}  // namespace script
