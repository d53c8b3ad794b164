// All scenarios below one folder, and which of them a command line means.
#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "harness/script/reader.hpp"
#include "harness/script/requirements.hpp"

namespace script {

/// In the order of their ids. A file that cannot be read is in `findings` and not among the scenarios.
struct Catalogue {
    std::string folder;
    std::vector<Scenario> scenarios;
    Findings findings;
};

/// Reads every *.xml two or more levels below `folder`, so scenarios/sip/hello-out.xml but not scenarios/requirements.xml.
Catalogue load(std::string_view folder, ReadOptions const& options = {});

/// A selector that means nothing, or a file that cannot be read. `message` ends with a suggestion where there is one.
struct SelectionFault {
    std::string message;
    Findings findings;
};

/// An id, a folder ("sip/"), a tag ("@slow"), a clause ("rfc3261/16.3"), a file ("x/y.xml"), or with "!" in front what is not
/// wanted. No selector, or only negations: all. In the order of their ids, each once.
sansio::Result<std::vector<Scenario>, SelectionFault> select(Catalogue const& catalogue,
                                                             std::span<std::string const> selectors,
                                                             ReadOptions const& options = {});

/// An id, or the beginning of one ("rfc3261/16.3"); else what those scenarios judge that select() takes for the selector. "!" in
/// front and no selector at all mean the same as there. In the order of `requirements`.
sansio::Result<std::vector<Requirement>, SelectionFault> select_requirements(
    std::span<Requirement const> requirements, Catalogue const& catalogue,
    std::span<std::string const> selectors, ReadOptions const& options = {});

/// The whole file; nothing when it cannot be read.
std::optional<std::string> read_file(std::string_view path);

}  // namespace script
