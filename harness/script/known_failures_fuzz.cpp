// Any bytes as a list of known failures: entries that are whole, or findings inside the file.
#include "harness/script/known_failures.hpp"

#include <algorithm>

#include "sansio/check.hpp"

extern "C" int LLVMFuzzerTestOneInput(unsigned char const* bytes, std::size_t size) {
    std::string_view const text(reinterpret_cast<char const*>(bytes), size);
    auto const lines = static_cast<std::uint32_t>(std::count(text.begin(), text.end(), '\n')) + 1;
    auto const list = script::read_known_failures(text, "known.xml");
    if (!list) {
        sansio::check(!list.error().empty(), "what is refused has a reason");
        for (auto const& finding : list.error())
            sansio::check(finding.place.line <= lines, "a finding lies inside its file");
        return 0;
    }
    for (auto const& entry : *list)
        sansio::check(!entry.scenario.empty() && !entry.code.empty() && !entry.reason.empty(),
                      "an entry is whole");
    return 0;
}
