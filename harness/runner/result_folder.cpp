#include "harness/runner/result_folder.hpp"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <iterator>
#include <sys/file.h>
#include <unistd.h>

#include "reports/json.hpp"
#include "reports/junit.hpp"
#include "reports/pcapng.hpp"

namespace runner {
namespace {

namespace fs = std::filesystem;

constexpr auto events_name = "events.ndjson";
constexpr auto timings_name = "timings.ndjson";

struct ReportKind {
    std::string_view name;
    std::string_view file;
    std::string (*make)(reports::Run const& run);
};
constexpr std::array report_kinds{ReportKind{"junit", "junit.xml", reports::junit},
                                  ReportKind{"json", "report.json", reports::json}};

constexpr std::string_view captures_name = "pcapng";
constexpr auto captures_folder = "captures";

ReportKind const* find_report(std::string_view name) {
    for (auto const& kind : report_kinds)
        if (kind.name == name) return &kind;
    return nullptr;
}

std::string read_file(std::string const& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// One file for each scenario that failed; the folder is there only when one did.
std::string write_captures(ResultFolder const& folder, reports::Run const& run) {
    std::error_code failed;
    fs::remove_all(fs::path(folder.path()) / captures_folder, failed);
    for (auto const& scenario : run.scenarios) {
        if (!reports::is_bad(scenario)) continue;
        fs::create_directories(fs::path(folder.path()) / captures_folder, failed);
        std::string const name =
            std::string(captures_folder) + "/" + reports::pcapng_file_name(scenario.start);
        if (auto fault = folder.write_file(name, reports::pcapng(run.header, scenario)); !fault.empty())
            return fault;
    }
    return {};
}

}  // namespace

FolderLock::~FolderLock() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

bool FolderLock::take(std::string const& folder) {
    descriptor_ = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return ::flock(descriptor_, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK;
}

ResultFolder::ResultFolder(std::string path, std::string& fault, Opening opening) : path_(std::move(path)) {
    std::error_code failed;
    if (opening == Opening::existing && !fs::is_directory(path_, failed)) {
        fault = path_ + " is not a folder of results";
        return;
    }
    fs::create_directories(path_, failed);
    if (failed) {
        fault = path_ + ": " + failed.message();
        return;
    }
    if (!lock_.take(path_)) {
        fault = path_ + ": another run writes there; name a folder of its own with -o";
        return;
    }
    if (opening == Opening::existing) return;
    for (auto const* stale : {"logs", "work", captures_folder})
        fs::remove_all(fs::path(path_) / stale, failed);
    for (auto const& kind : report_kinds) fs::remove(fs::path(path_) / kind.file, failed);
    events_.open(path_ + "/" + events_name, std::ios::binary | std::ios::trunc);
    timings_.open(path_ + "/" + timings_name, std::ios::binary | std::ios::trunc);
    if (!events_ || !timings_) fault = path_ + ": the event stream cannot be written";
}

void ResultFolder::write(reports::Record const& record) {
    events_ << reports::to_line(record);
}
void ResultFolder::write(reports::Timing const& timing) {
    timings_ << reports::to_line(timing);
}

void ResultFolder::write(reports::ScenarioRecord const& scenario) {
    write(reports::Record(scenario.start));
    for (auto const& entry : scenario.entries)
        std::visit([this](auto const& record) { write(reports::Record(record)); }, entry);
    if (scenario.outcome) write(reports::Record(*scenario.outcome));
    if (scenario.timing) write(reports::Timing(*scenario.timing));
    // A run that is killed leaves whole scenarios behind.
    events_.flush();
    timings_.flush();
}

reports::Run ResultFolder::finish(std::string& fault) {
    events_.close();
    timings_.close();
    if (!events_ || !timings_) {
        fault = path_ + ": the event stream could not be written to its end";
        return {};
    }
    auto run = read_results(path_);
    if (run) return *std::move(run);
    fault = run.error();
    return {};
}

std::string ResultFolder::write_file(std::string_view name, std::string_view content) const {
    std::string const path = path_ + "/" + std::string(name);
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file << content << std::flush;
    return file ? std::string() : path + " cannot be written";
}

sansio::Result<reports::Run, std::string> read_results(std::string const& path) {
    std::string const events = path + "/" + events_name;
    std::error_code failed;
    if (!fs::is_regular_file(events, failed))
        return sansio::unexpected(path + " holds no results of a run: there is no " + events_name + " in it");
    auto run = reports::read_run(read_file(events), read_file(path + "/" + timings_name));
    if (run) return *std::move(run);
    return sansio::unexpected(events + ":" + std::to_string(run.error().line) + ": " + run.error().text);
}

bool is_report(std::string_view name) {
    return name == captures_name || find_report(name) != nullptr;
}

std::string report_names() {
    std::string names;
    for (auto const& kind : report_kinds) names += std::string(kind.name) + ", ";
    return names + std::string(captures_name);
}

std::string write_report(ResultFolder const& folder, std::string_view name, reports::Run const& run) {
    if (name == captures_name) return write_captures(folder, run);
    ReportKind const* const kind = find_report(name);
    if (kind == nullptr) return "no report is called " + std::string(name);
    return folder.write_file(kind->file, kind->make(run));
}

}  // namespace runner
