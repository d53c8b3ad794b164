// A Unix-domain socket in a Shell's loop that answers lines with lines (product.md §3, --test-control).
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "sansio/result.hpp"

namespace drivers {

class Shell;

struct ControlFault {
    std::string text;
};

/// Mode 0600. A stale socket at `path` is replaced; a socket that still answers, or any other file, is not.
/// The file is removed at the end. It must not outlive the shell.
class ControlSocket {
public:
    /// Called in a turn of the shell with a line without its end; returns the answer, one line without its end.
    using Answer = std::function<std::string(std::string_view line)>;

    static sansio::Result<std::unique_ptr<ControlSocket>, ControlFault> open(Shell& shell, std::string path,
                                                                             Answer answer);
    ~ControlSocket();
    ControlSocket(ControlSocket const&) = delete;
    ControlSocket& operator=(ControlSocket const&) = delete;

private:
    struct Server;
    explicit ControlSocket(std::shared_ptr<Server> server);
    std::shared_ptr<Server> server_;
};

}  // namespace drivers
