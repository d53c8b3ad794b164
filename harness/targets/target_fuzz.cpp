// Any bytes as a target file and as a hook's answer: a value or a reason, never anything else; findings lie inside the file.
#include "harness/targets/target.hpp"

#include <algorithm>

#include "harness/targets/hook_answer.hpp"
#include "sansio/check.hpp"

extern "C" int LLVMFuzzerTestOneInput(unsigned char const* bytes, std::size_t size) {
    std::string_view const text(reinterpret_cast<char const*>(bytes), size);
    auto const lines = static_cast<std::uint32_t>(std::count(text.begin(), text.end(), '\n')) + 1;
    auto const target = targets::read(text, "folder/target.xml");
    if (!target) {
        sansio::check(!target.error().empty(), "what is refused has a reason");
        for (auto const& finding : target.error())
            sansio::check(finding.place.line <= lines, "a finding lies inside its file");
    } else {
        sansio::check(!target->start.command.empty() || target->facts.has_value(),
                      "its state is known somehow");
    }
    auto const answer = targets::parse_hook_answer(text);
    sansio::check(answer || !answer.error().empty(), "what is refused has a reason");
    return 0;
}
