// Where a run's evidence goes: the two streams while it runs, the reports made from them at its end.
#pragma once
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "harness/runner/run_scenario.hpp"
#include "reports/run.hpp"

namespace runner {

/// Keeps a second run out of a folder; the kernel ends it with the process, however that dies.
class FolderLock {
public:
    FolderLock() = default;
    FolderLock(FolderLock const&) = delete;
    FolderLock& operator=(FolderLock const&) = delete;
    ~FolderLock();

    /// False: somebody has it. A file system that knows no locks keeps nobody out.
    bool take(std::string const& folder);

private:
    int descriptor_ = -1;
};

class ResultFolder {
public:
    enum class Opening : std::uint8_t { fresh, existing };
    /// Makes the folder, takes it for this run, empties it of an earlier run's evidence and opens the streams. An existing one is
    /// only taken: its streams stay as they are, and reports may be written beside them. `fault` says why that failed.
    ResultFolder(std::string path, std::string& fault, Opening opening = Opening::fresh);

    std::string const& path() const { return path_; }
    void write(reports::Record const& record);
    void write(reports::Timing const& timing);
    /// All records of one scenario.
    void write(reports::ScenarioRecord const& scenario);
    /// Closes the streams and reads them back. `fault`: they could not be written or read.
    reports::Run finish(std::string& fault);
    /// A file beside the streams; empty, or why it could not be written.
    std::string write_file(std::string_view name, std::string_view content) const;

private:
    std::string path_;
    FolderLock lock_;
    std::ofstream events_;
    std::ofstream timings_;
};

/// The run whose streams lie in the folder `path`, or the file and line where they cannot be read.
sansio::Result<reports::Run, std::string> read_results(std::string const& path);

/// Names that --report knows: "junit", "json", …, and "pcapng": a capture of each scenario that failed.
bool is_report(std::string_view name);
/// All of them, with commas between.
std::string report_names();
/// Writes the report called `name`; empty, or why it could not be written.
std::string write_report(ResultFolder const& folder, std::string_view name, reports::Run const& run);

}  // namespace runner
