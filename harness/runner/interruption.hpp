// Ctrl-C and SIGTERM as a flag that a run looks at.
#pragma once

namespace runner {

/// While it lives, the first SIGINT or SIGTERM is noted; a second one ends the process at once, as without it.
class Interruption {
public:
    Interruption();
    ~Interruption();
    Interruption(Interruption const&) = delete;
    Interruption& operator=(Interruption const&) = delete;

    /// The signal that came; 0: none.
    static int signal();
};

}  // namespace runner
