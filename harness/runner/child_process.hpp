// A program that runs as a child, with its output in a file. It never outlives its owner.
#pragma once
#include <optional>
#include <string>
#include <sys/types.h>
#include <vector>

#include "sansio/time.hpp"

namespace runner {

/// Files in the place of a child's usual streams.
struct ChildFiles {
    std::string input;   // what it reads; empty: nothing
    std::string output;  // its stdout alone, from the file's beginning; empty: the log as well
};

class ChildProcess {
public:
    ChildProcess() = default;
    ChildProcess(ChildProcess const&) = delete;
    ChildProcess& operator=(ChildProcess const&) = delete;
    /// Kills it.
    ~ChildProcess() { kill(); }

    /// Starts `command[0]`; stdout and stderr are appended to `log_file`. Empty, or why it could not.
    std::string start(std::vector<std::string> const& command, std::string const& log_file,
                      ChildFiles const& files = {});
    bool running();
    void signal(int number) const;
    /// SIGKILL, and waits for the end.
    void kill();
    /// Waits at most `limit` for the end; true when it came.
    bool wait(sansio::Duration limit);
    /// How it ended, in words: "exit code 1", "signal 11". Empty while it runs or before it was started.
    std::string const& end() const { return end_; }
    bool ended_well() const { return end_ == "exit code 0"; }

private:
    void note_end(int status);

    pid_t pid_ = -1;
    std::string end_;
};

/// Replaces this process by `command`; comes back only when that fails, with the reason.
std::string become(std::vector<std::string> const& command);

}  // namespace runner
