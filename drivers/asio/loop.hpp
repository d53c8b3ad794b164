// The event loop of a Shell, for this folder only: this header brings Asio with it.
#pragma once
#include <array>
#include <cstddef>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include "sansio/time.hpp"

namespace drivers {

struct Loop {
    using SteadyClock = std::chrono::steady_clock;

    boost::asio::io_context context{1};
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work{context.get_executor()};
    SteadyClock::time_point const origin = SteadyClock::now();
    sansio::Duration wall_offset{0};
    /// Every read lands here first; what is read is used before the next read.
    std::array<std::byte, std::size_t{64} * 1024> incoming;
    /// Set by every handler that did something, so that a turn knows whether one ran.
    bool happened = false;

    sansio::Time now() const {
        return sansio::Time(std::chrono::duration_cast<sansio::Duration>(SteadyClock::now() - origin));
    }
    sansio::WallTime wall() const {
        auto const system = std::chrono::system_clock::now().time_since_epoch();
        return sansio::WallTime(std::chrono::duration_cast<sansio::Duration>(system) + wall_offset);
    }
};

}  // namespace drivers
