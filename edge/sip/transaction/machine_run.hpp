// For tests: runs one machine by its own timers and writes down what it does and when.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "edge/sip/transaction/step.hpp"

namespace sip::transaction {

inline std::string_view name_of(Action action) {
    constexpr std::string_view names[] = {"none",           "send_request",         "pass_response",
                                          "acknowledge",    "pass_and_acknowledge", "report_timeout",
                                          "report_failure", "pass_request",         "pass_ack",
                                          "send_response",  "send_trying"};
    return names[static_cast<std::size_t>(action)];
}

/// Collects "milliseconds action" lines. `fire` hands a timer to the machine.
class MachineRun {
public:
    void take(Step const& step) {
        if (step.action != Action::none)
            lines_.push_back(std::to_string(now_ / std::chrono::milliseconds{1}) + ' ' +
                             std::string(name_of(step.action)));
        for (std::uint8_t i = 0; i < step.timers; ++i)
            due_.emplace(now_ + step.armed[i].wait, step.armed[i].timer);
    }
    template <class Fire>
    void run_until(sansio::Duration end, Fire fire) {
        while (!due_.empty() && due_.begin()->first <= end) {
            auto const [at, timer] = *due_.begin();
            due_.erase(due_.begin());
            now_ = at;
            take(fire(timer));
        }
        now_ = end;
    }
    std::vector<std::string> const& lines() const { return lines_; }

private:
    sansio::Duration now_{};
    std::multimap<sansio::Duration, Timer> due_;
    std::vector<std::string> lines_;
};

}  // namespace sip::transaction
