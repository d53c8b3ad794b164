// Any bytes as the streams of a result folder: a run or a fault; a run can be merged, compared, and written in every form.
#include "reports/run.hpp"

#include "reports/difference.hpp"
#include "reports/json.hpp"
#include "reports/junit.hpp"
#include "reports/merge.hpp"
#include "reports/selection.hpp"
#include "reports/summary.hpp"
#include "sansio/check.hpp"

extern "C" int LLVMFuzzerTestOneInput(unsigned char const* bytes, std::size_t size) {
    std::string_view const text(reinterpret_cast<char const*>(bytes), size);
    auto const border = std::min(text.find('\0'), size);
    auto const run = reports::read_run(text.substr(0, border), text.substr(std::min(border + 1, size)));
    if (!run) {
        sansio::check(!run.error().text.empty(), "what is refused has a reason");
        return 0;
    }
    auto const merged = reports::merge({{"one", *run}, {"two", *run}});
    sansio::check(!merged || run->header.mode != "virtual", "the same run is not taken twice");
    if (auto const alone = reports::merge({{"one", *run}}); alone && alone->complete())
        sansio::check(alone->run.end.has_value(), "what is complete has an end");
    auto const difference = reports::difference(*run, *run);
    sansio::check(difference.newly_passing.empty() && difference.gone.empty(), "nothing changed");
    reports::to_text(difference);
    reports::junit(*run);
    reports::json(*run);
    reports::summary(*run, {});
    std::vector<std::string> const selectors{"sip/", "!sip/hello-out"};
    auto const chosen = reports::select(*run, selectors);
    sansio::check(!chosen || !chosen->scenarios.empty(), "a selection holds something");
    return 0;
}
