// How much one connection from outside may make us write into our log: so many lines a minute, then only how many there would
// have been. A peer that is refused without end must not fill a disk.
#pragma once
#include <cstdint>
#include <string>
#include <utility>

#include "sansio/network.hpp"
#include "sansio/time.hpp"

namespace edge {

class LogShare {
public:
    static constexpr unsigned lines_per_minute = 60;

    /// May one more line be written?
    bool take(sansio::Time now) {
        if (lines_ == 0 || now - since_ >= std::chrono::minutes{1}) {
            since_ = now;
            lines_ = 0;
        }
        if (lines_ < lines_per_minute) {
            ++lines_;
            return true;
        }
        ++untold_;
        return false;
    }
    /// The line that is written says how many were not.
    void tell(sansio::Report& report) {
        if (untold_ == 0) return;
        report.fields.emplace_back("untold", std::to_string(std::exchange(untold_, 0)));
    }

private:
    sansio::Time since_{};
    unsigned lines_ = 0;
    std::uint64_t untold_ = 0;
};

}  // namespace edge
