// Any bytes: the reader ends with a topology or with findings, and what it reads it writes and reads back equal.
#include "edge/topology/reader.hpp"
#include "edge/topology/writer.hpp"
#include "sansio/check.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const text(reinterpret_cast<char const*>(data), size);
    auto const first = topology::read(text, "fuzz.xml");
    if (!first) {
        sansio::check(!first.error().empty(), "a refusal has a finding");
        return 0;
    }
    auto const second = topology::read(topology::write(**first), "again.xml");
    sansio::check(second.has_value() && **second == **first, "what is written reads back equal");
    return 0;
}
