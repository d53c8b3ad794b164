// How far a run is, for people who wait: one live line on a terminal, a line now and then elsewhere (product.md §1).
#pragma once
#include <cstddef>
#include <functional>
#include <string>

#include "reports/record.hpp"
#include "sansio/time.hpp"

namespace runner {

/// What to write, given the time; it writes nothing itself.
class StatusLine {
public:
    StatusLine(std::size_t total, bool live) : total_(total), live_(live) {}

    void finished(std::string const& id, reports::Verdict verdict, sansio::Duration took);
    /// Bytes for the terminal or log; often empty.
    std::string update(sansio::Duration elapsed);
    /// Bytes that clear the live line before something else is written.
    std::string clear();

private:
    std::string sentence(sansio::Duration elapsed) const;

    std::size_t total_;
    bool live_;
    std::size_t done_ = 0;
    std::size_t failing_ = 0;
    std::string slowest_;
    sansio::Duration slowest_took_{};
    sansio::Duration next_{};
    std::size_t shown_ = 0;
};

}  // namespace runner
