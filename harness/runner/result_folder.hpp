// Where a run's evidence goes: the two streams while it runs, the reports made from them at its end.
#pragma once
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "harness/runner/run_scenario.hpp"
#include "reports/run.hpp"

namespace runner {

class ResultFolder {
public:
    /// Makes the folder, empties it of an earlier run's evidence and opens the streams. `fault` says why that failed.
    ResultFolder(std::string path, std::string& fault);

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
    std::ofstream events_;
    std::ofstream timings_;
};

/// Names that --report knows: "junit", "json".
bool is_report(std::string_view name);
/// Writes the report called `name`; empty, or why it could not be written.
std::string write_report(ResultFolder const& folder, std::string_view name, reports::Run const& run);

}  // namespace runner
