#include "harness/tidy/rules.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <regex>
#include <set>

namespace tidy {
namespace {

struct Ban {
    std::vector<std::string_view> words;  // a text without any of them needs no look by the slower pattern
    std::regex pattern;
    std::string_view text;
};

bool has_any(std::string_view text, std::vector<std::string_view> const& words) {
    return std::ranges::any_of(words, [&](std::string_view word) { return text.find(word) != text.npos; });
}

std::vector<Ban> const& calls() {
    static std::vector<Ban> const table = [] {
        std::vector<Ban> bans;
        auto const ban = [&](std::vector<std::string_view> words, char const* pattern,
                             std::string_view text) {
            bans.push_back({std::move(words), std::regex(pattern), text});
        };
        ban({"now"}, R"(::\s*now\s*\()", "asks a clock for the time: a core learns it from its caller");
        ban({"gettime", "localtime", "gmtime", "strftime"},
            R"(\b(gettimeofday|clock_gettime|localtime|gmtime|localtime_r|gmtime_r|strftime)\s*\()",
            "asks the system for the time");
        ban({"time"}, R"(\btime\s*\(\s*(nullptr|NULL|0|&))", "asks the system for the time");
        ban({"rand"}, R"(\b(s?rand|rand_r|drand48|arc4random)\s*\()", "is not the world's seeded randomness");
        ban({"random_device", "_distribution"},
            R"(\brandom_device\b|\b(uniform|normal|bernoulli|exponential)\w*_distribution\b)",
            "differs between runs or libraries: take sansio::Random");
        ban({"sleep"}, R"(\b(u|nano)?sleep\s*\(|\bsleep_(for|until)\b)",
            "sleeps: wait for a deadline instead");
        ban({"co_"}, R"(\bco_(await|yield|return)\b)", "is a coroutine: GCC 12.2 destroys temporaries twice");
        ban({"views"}, R"(\bviews\s*::)", "uses std::views, which clang 14 cannot compile");
        ban({"getenv"}, R"(\b(secure_)?getenv\s*\()", "reads the environment outside main.cpp");
        return bans;
    }();
    return table;
}

bool in_drivers(SourceFile const& file) {
    return file.path.starts_with("drivers/");
}

/// main.cpp may ask the environment, and so may what is preloaded into somebody else's program; one file may measure how long a scenario took in real time.
bool excused(SourceFile const& file, std::string_view match) {
    if (file.is_main() || file.path.ends_with("_preload.cpp"))
        return match.find("getenv") != std::string_view::npos;
    return file.path == "harness/runner/stopwatch.cpp" && match.find("now") != std::string_view::npos;
}

bool holds_cores(SourceFile const& file) {
    static constexpr std::array cores{"sansio/",
                                      "edge/sip/",
                                      "edge/policy/",
                                      "edge/topology/",
                                      "edge/dns/",
                                      "edge/certificates/",
                                      "edge/central/",
                                      "simulators/wire/",
                                      "simulators/kit/",
                                      "simulators/home_server/",
                                      "simulators/sip_peer/",
                                      "simulators/internet/"};
    return !file.is_beside() && !file.folder().ends_with("/testing") &&
           std::ranges::any_of(cores, [&](char const* core) { return file.path.starts_with(core); });
}

/// "SipMessageView" -> Sip, Message, View.
std::vector<std::string> words_of(std::string const& name) {
    std::vector<std::string> words;
    for (char const letter : name) {
        if (words.empty() || (letter >= 'A' && letter <= 'Z')) words.emplace_back();
        words.back() += letter;
    }
    return words;
}

std::string without_cmake_comments(std::string const& text) {
    return std::regex_replace(text, std::regex("#[^\n]*"), "");
}

bool is_cpp(std::string const& path) {
    return path.ends_with(".cpp") || path.ends_with(".hpp") || path.ends_with(".inc");
}

}  // namespace

std::vector<Finding> banned_calls(SourceFile const& file) {
    std::vector<Finding> found;
    if (in_drivers(file)) return found;
    auto const code = code_only(file.text);
    for (auto const& ban : calls()) {
        if (!has_any(code, ban.words)) continue;
        for (std::sregex_iterator match(code.begin(), code.end(), ban.pattern), end; match != end; ++match) {
            if (excused(file, match->str())) continue;
            auto const offset = static_cast<std::size_t>(match->position());
            found.push_back(
                {file.path, line_of(code, offset), "'" + match->str() + "' " + std::string(ban.text)});
        }
    }
    return found;
}

std::vector<Finding> banned_headers(SourceFile const& file) {
    static std::set<std::string, std::less<>> const nowhere{"format", "expected", "coroutine"};
    static std::set<std::string, std::less<>> const not_in_cores{
        "iostream",   "fstream",  "sstream",     "istream", "ostream",
        "iomanip",    "regex",    "thread",      "mutex",   "atomic",
        "future",     "random",   "ctime",       "time.h",  "condition_variable",
        "filesystem", "unistd.h", "sys/socket.h"};
    std::vector<Finding> found;
    for (auto const& include : includes_of(file.text)) {
        if (include.in_quotes) continue;
        if (nowhere.contains(include.path))
            found.push_back(
                {file.path, include.line, "<" + include.path + "> is not in both compilers, or banned"});
        if (holds_cores(file) && not_in_cores.contains(include.path))
            found.push_back({file.path, include.line, "<" + include.path + "> has no place in a core"});
    }
    return found;
}

std::vector<Finding> banned_names(SourceFile const& file) {
    static std::vector<std::string_view> const empty_words{"Manager", "Helper", "Helpers", "Util", "Utils",
                                                           "Handler", "Data",   "Info",    "Impl"};
    static std::regex const type(
        R"(\b(?:class|struct|union|enum|concept|using)\s+(?:class\s+|struct\s+)?([A-Z]\w*))");
    std::vector<Finding> found;
    auto const code = code_only(file.text);
    if (!has_any(code, empty_words)) return found;
    for (std::sregex_iterator match(code.begin(), code.end(), type), end; match != end; ++match) {
        auto const name = (*match)[1].str();
        for (auto const& word : words_of(name))
            if (std::ranges::find(empty_words, word) != empty_words.end())
                found.push_back({file.path, line_of(code, static_cast<std::size_t>(match->position())),
                                 "type name " + name + " holds the empty word " + word});
    }
    return found;
}

std::vector<Finding> leftover_notes(SourceFile const& file) {
    static std::regex const note(
        "\\b(FIX"
        "ME|TO"
        "DO)\\b");
    std::vector<Finding> found;
    if (!has_any(file.text, {"FIX"
                             "ME",
                             "TO"
                             "DO"}))
        return found;
    // Comments are what is looked at, so only the literals are blanked: comments are cut out of the text without them.
    auto text = file.text;
    if (is_cpp(file.path)) {
        auto const code = code_only(text), with_literals = without_comments(text);
        for (std::size_t i = 0; i < text.size(); ++i)
            if (with_literals[i] != code[i]) text[i] = ' ';
    }
    for (std::sregex_iterator match(text.begin(), text.end(), note), end; match != end; ++match)
        found.push_back({file.path, line_of(text, static_cast<std::size_t>(match->position())),
                         match->str() + ": make it an issue or do it"});
    return found;
}

std::vector<Finding> missing_includes(SourceFile const& file, std::span<SourceFile const> tree) {
    std::vector<Finding> found;
    for (auto const& include : includes_of(file.text)) {
        bool const exists = std::ranges::find(tree, include.path, &SourceFile::path) != tree.end();
        if (include.in_quotes && !exists)
            found.push_back(
                {file.path, include.line, "\"" + include.path + "\" is no file, seen from the root"});
    }
    return found;
}

std::vector<Finding> unbuilt_sources(std::span<SourceFile const> tree) {
    std::map<std::string, std::string> lists;
    for (auto const& file : tree)
        if (file.name() == "CMakeLists.txt") lists[file.folder()] = without_cmake_comments(file.text);
    std::vector<Finding> found;
    for (auto const& file : tree) {
        if (!file.path.ends_with(".cpp")) continue;
        std::regex const named("(^|[\\s(/])" + std::regex_replace(file.name(), std::regex("\\."), "\\.") +
                               "($|[\\s)])");
        auto const list = lists.find(file.folder());
        if (list == lists.end() || !std::regex_search(list->second, named))
            found.push_back({file.path, 1, "is in no target: its folder's CMakeLists.txt does not name it"});
    }
    return found;
}

std::vector<Finding> misnamed_scenarios(std::span<SourceFile const> tree) {
    static std::regex const element(R"re(<scenario\b[^>]*?\sid\s*=\s*"([^"]*)")re");
    static std::set<std::string, std::less<>> const lists{"scenarios/requirements.xml",
                                                          "scenarios/out_of_scope.xml"};
    std::vector<Finding> found;
    for (auto const& file : tree) {
        if (!file.path.starts_with("scenarios/") || !file.path.ends_with(".xml") || lists.contains(file.path))
            continue;
        auto const path_id = file.path.substr(10, file.path.size() - 14);
        std::smatch match;
        if (!std::regex_search(file.text, match, element))
            found.push_back({file.path, 1, "holds no <scenario id=…>"});
        else if (match[1] != path_id)
            found.push_back(
                {file.path, 1, "its id is '" + match[1].str() + "', its path says '" + path_id + "'"});
    }
    return found;
}

std::vector<Finding> included_twice(std::span<SourceFile const> tree, std::string_view prefix) {
    std::map<std::string, std::string> first;
    std::vector<Finding> found;
    for (auto const& file : tree) {
        if (!is_cpp(file.path)) continue;
        for (auto const& include : includes_of(file.text)) {
            if (include.in_quotes || !include.path.starts_with(prefix)) continue;
            auto const [earlier, is_new] = first.try_emplace(file.folder(), file.path);
            if (!is_new && earlier->second != file.path)
                found.push_back(
                    {file.path, include.line, "<" + include.path + "> is already in " + earlier->second});
        }
    }
    return found;
}

}  // namespace tidy
