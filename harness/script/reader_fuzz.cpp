// Any bytes as a scenario: a finding or a scenario, never anything else; findings lie inside the file.
#include "harness/script/reader.hpp"

#include <algorithm>

#include "harness/script/lint.hpp"
#include "sansio/check.hpp"

extern "C" int LLVMFuzzerTestOneInput(unsigned char const* bytes, std::size_t size) {
    std::string_view const text(reinterpret_cast<char const*>(bytes), size);
    auto const lines = static_cast<std::uint32_t>(std::count(text.begin(), text.end(), '\n')) + 1;
    auto const check = [&](script::Findings const& findings) {
        for (auto const& finding : findings)
            sansio::check(finding.place.line <= lines, "a finding lies inside its file");
    };
    auto const scenarios = script::read(text, "sip/fuzz.xml");
    if (!scenarios) check(scenarios.error());
    sansio::check(scenarios || !scenarios.error().empty(), "what is refused has a reason");
    check(script::lint(text, "sip/fuzz.xml", {}));
    return 0;
}
