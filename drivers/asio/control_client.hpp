// The other end of a control socket: asks one line, waits for one.
#pragma once
#include <string>
#include <string_view>

#include "drivers/asio/control_socket.hpp"
#include "sansio/result.hpp"
#include "sansio/time.hpp"

namespace drivers {

/// Connects to `path`, sends `line`, returns the answer without its line end. Blocks, at most for `timeout` in all.
sansio::Result<std::string, ControlFault> ask(std::string const& path, std::string_view line,
                                              sansio::Duration timeout);

}  // namespace drivers
