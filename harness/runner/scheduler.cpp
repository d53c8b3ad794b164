#include "harness/runner/scheduler.hpp"

#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

namespace runner {
namespace {

using reports::Verdict;

constexpr std::chrono::milliseconds glance{100};

bool is_bad(RunWatch const& watch, ScenarioResult const& result) {
    if (watch.is_bad) return watch.is_bad(result);
    Verdict const verdict = result.record.outcome->verdict;
    return verdict == Verdict::failed || verdict == Verdict::error;
}

/// What the threads share. Scenarios are taken in order, so all before a taken one are taken as well.
class Board {
public:
    explicit Board(std::size_t total) : total_(total) {}

    std::optional<std::size_t> take() {
        std::lock_guard const lock(mutex_);
        if (closed_ || next_ == total_) return std::nullopt;
        return next_++;
    }
    void put(std::size_t index, ScenarioResult result) {
        std::lock_guard const lock(mutex_);
        results_.emplace(index, std::move(result));
        changed_.notify_one();
    }
    /// Nothing more is taken.
    void close() {
        std::lock_guard const lock(mutex_);
        closed_ = true;
    }
    void leave() {
        std::lock_guard const lock(mutex_);
        ++left_;
        changed_.notify_one();
    }
    /// Results that came since the last call; waits a moment for one.
    std::map<std::size_t, ScenarioResult> collect(std::size_t workers, bool& all_left) {
        std::unique_lock lock(mutex_);
        changed_.wait_for(lock, glance, [&] { return !results_.empty() || left_ == workers; });
        all_left = left_ == workers;
        return std::exchange(results_, {});
    }

private:
    std::size_t total_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::size_t next_ = 0;
    std::size_t left_ = 0;
    bool closed_ = false;
    std::map<std::size_t, ScenarioResult> results_;
};

class Workers {
public:
    Workers(RunPlan const& plan, Board& board) : plan_(plan), board_(board) {
        for (unsigned job = 0; job < plan.jobs; ++job) threads_.emplace_back([this] { work(); });
    }
    /// By then all is done, unless an exception passes: then the rest is not worth the wait.
    ~Workers() {
        board_.close();
        abandon();
        for (auto& thread : threads_) thread.join();
    }
    Workers(Workers const&) = delete;
    Workers& operator=(Workers const&) = delete;
    std::size_t size() const { return threads_.size(); }
    void abandon() { stop_ = true; }

private:
    void work() {
        while (auto const index = board_.take()) {
            ScenarioRun run;
            run.scenario = &plan_.scenarios[*index % plan_.scenarios.size()];
            run.round = static_cast<unsigned>(*index / plan_.scenarios.size()) + 1;
            run.mode = plan_.mode;
            run.run_seed = plan_.seed;
            run.date = plan_.date;
            run.edge_program = plan_.edge_program;
            run.target = plan_.target;
            if (plan_.prepare) plan_.prepare(run);
            run.folder = plan_.folder;
            run.rerun_flags = plan_.rerun_flags;
            run.stop = &stop_;
            board_.put(*index, run_scenario(run));
        }
        board_.leave();
    }

    RunPlan const& plan_;
    Board& board_;
    std::atomic<bool> stop_{false};
    std::vector<std::thread> threads_;
};

}  // namespace

RunSummary run_all(RunPlan const& plan, RunWatch const& watch) {
    RunSummary summary;
    Board board(plan.total());
    Workers workers(plan, board);
    std::map<std::size_t, ScenarioResult> waiting;
    std::size_t next = 0;
    bool failed = false;
    auto const report = [&](ScenarioResult const& result) {
        if (failed || result.is_cut_short) return;
        watch.on_result(result);
        ++summary.reported;
        failed = plan.fail_fast && is_bad(watch, result);
    };
    for (bool all_left = false; !all_left;) {
        auto results = board.collect(workers.size(), all_left);
        for (auto const& [index, result] : results) {
            watch.on_progress(result.is_cut_short ? nullptr : &result);
            if (plan.fail_fast && is_bad(watch, result)) board.close();
        }
        waiting.merge(results);
        for (auto found = waiting.find(next); found != waiting.end(); found = waiting.find(++next)) {
            report(found->second);
            waiting.erase(found);
        }
        watch.on_progress(nullptr);
        if (summary.stopped.empty() && !(summary.stopped = watch.stop_cause()).empty()) {
            board.close();
            workers.abandon();
        }
    }
    for (auto const& [index, result] : waiting) report(result);
    if (failed && summary.reported < plan.total() && summary.stopped.empty()) summary.stopped = "--fail-fast";
    return summary;
}

}  // namespace runner
