// What the program arranges before it reads its command line.
#pragma once

namespace harness {

/// Closed standard streams are filled, so that no result goes into another file; writing into a closed pipe or a full file becomes
/// an error of the call; a crash of ours ends with exit_our_fault and says so, instead of looking like a verdict.
void guard_program();

}  // namespace harness
