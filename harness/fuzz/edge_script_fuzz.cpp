// Scripts of bytes against the whole edge core, watched by the judge of the wire.
#include "harness/fuzz/edge_script.hpp"

#include <cstdio>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* bytes, std::size_t size) {
    auto const complaint = fuzz::EdgeScript(std::as_bytes(std::span(bytes, size))).play();
    if (complaint.empty()) return 0;
    std::fprintf(stderr, "%s\n", complaint.c_str());
    std::abort();
}
