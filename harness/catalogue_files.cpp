#include "harness/catalogue_files.hpp"

#include <algorithm>
#include <cstdio>
#include <filesystem>

#include "edge/central/reader.hpp"
#include "edge/topology/reader.hpp"
#include "harness/verbs.hpp"

namespace harness {

Installation find_installation(std::string const& program, std::string const& wanted) {
    namespace fs = std::filesystem;
    std::error_code failed;
    fs::path const folder = fs::path(program).parent_path();
    Installation installation{folder.string(), wanted, !wanted.empty()};
    if (!wanted.empty()) return installation;
    // Installed, or in a build tree: build/PRESET/bin.
    for (auto const* relative : {"../share/fedproof/scenarios", "../../../scenarios"})
        if (fs::is_directory(folder / relative, failed)) {
            installation.scenarios_folder = (folder / relative).lexically_normal().string();
            return installation;
        }
    if (fs::is_directory("scenarios", failed)) installation.scenarios_folder = "scenarios";
    return installation;
}

script::ReadOptions read_options() {
    script::ReadOptions options;
    options.script_faults = [](std::string_view text, script::Place first) {
        std::vector<script::ReadOptions::ScriptFault> faults;
        auto const commands = central::read(text, {first.line, first.column});
        if (commands) return faults;
        for (auto const& fault : commands.error())
            faults.emplace_back(script::Place{fault.place.line, fault.place.column}, fault.message);
        return faults;
    };
    options.bytes_file = [](std::string const& path) { return script::read_file(path); };
    return options;
}

script::Findings topology_findings(std::string_view text, std::string_view file) {
    script::Findings findings;
    auto const document = topology::read(text, file);
    if (document) return findings;
    for (auto const& finding : document.error())
        findings.push_back({finding.file, {finding.line, finding.column}, finding.message});
    return findings;
}

void print_to_stderr(script::Findings const& findings) {
    for (auto const& finding : findings) std::fprintf(stderr, "%s\n", script::to_string(finding).c_str());
}

namespace {

bool is_file(std::string const& selector) {
    return selector.ends_with(".xml") && !selector.starts_with('!');
}

/// Why no catalogue can be read from there; empty when one can.
std::string fault_of(std::string const& folder) {
    if (folder.empty())
        return "no scenarios folder was found beside this program or here; name it with --scenarios DIR";
    std::error_code failed;
    if (!std::filesystem::is_directory(folder, failed))
        return folder + " is not a folder; --scenarios names the folder of the scenarios";
    return {};
}

}  // namespace

std::optional<std::vector<script::Scenario>> select(std::string const& folder,
                                                    std::vector<std::string> const& selectors) {
    auto const options = read_options();
    bool const files_alone = !selectors.empty() && std::ranges::all_of(selectors, is_file);
    if (auto const fault = fault_of(folder); !files_alone && !fault.empty()) {
        std::fprintf(stderr, "fedproof: %s\n", fault.c_str());
        return std::nullopt;
    }
    script::Catalogue catalogue;
    // A file of one's own is judged alone: what lies in a folder that nobody named does not matter.
    if (!files_alone) catalogue = script::load(folder, options);
    if (!files_alone && catalogue.scenarios.empty() && catalogue.findings.empty()) {
        std::fprintf(stderr, "fedproof: %s holds no scenarios\n", folder.c_str());
        return std::nullopt;
    }
    auto selected = script::select(catalogue, selectors, options);
    if (!catalogue.findings.empty() || !selected) {
        print_to_stderr(catalogue.findings);
        if (!selected) {
            print_to_stderr(selected.error().findings);
            std::fprintf(stderr, "fedproof: %s\n", selected.error().message.c_str());
        }
        return std::nullopt;
    }
    return *std::move(selected);
}

std::optional<std::vector<script::Requirement>> requirements(std::string const& folder,
                                                             script::Findings& findings) {
    std::string const file = folder + "/requirements.xml";
    auto const text = script::read_file(file);
    if (!text) {
        findings.push_back({file, {}, "cannot be read"});
        return std::nullopt;
    }
    auto read = script::read_requirements(*text, file);
    if (read) return *std::move(read);
    findings.insert(findings.end(), read.error().begin(), read.error().end());
    return std::nullopt;
}

}  // namespace harness
