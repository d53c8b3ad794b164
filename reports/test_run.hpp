// One small run with a failure, for the tests of the writers.
#pragma once
#include "reports/run.hpp"

namespace reports {

inline ScenarioRecord failed_scenario() {
    using std::chrono::microseconds;
    ScenarioRecord scenario;
    scenario.start = {.id = "sip/hello-out",
                      .title = "Alice says hello to Bob",
                      .seed = 99,
                      .tls = "twin",
                      .parties = {"contoso", "edge", "fabrikam"},
                      .requirements = {"rfc3261/16.6"}};
    scenario.entries = {
        Message{microseconds(1500), "contoso", "edge", "MESSAGE sip:bob@fabrikam.com", "MESSAGE \x01"},
        Occurrence{microseconds(2000), "fabrikam", "connection from the edge"},
        Message{microseconds(2500), "fabrikam", "edge", "200 OK", "SIP/2.0 200 OK"},
        Step{microseconds(2500), 1, 11, "alice sends MESSAGE", true, "", ""},
        Step{microseconds(5'000'000), 2, 12, "expect 200 at alice", false, "200 at alice", "nothing in 5 s"}};
    scenario.outcome = Outcome{"sip/hello-out",
                               1,
                               Verdict::failed,
                               "step 2: nothing in 5 s",
                               "fedproof run sip/hello-out --seed 7",
                               microseconds(5'000'000)};
    scenario.timing = ScenarioTiming{"sip/hello-out", 1, microseconds(1200), {}};
    return scenario;
}

inline Run small_run() {
    Run run;
    run.header = {.version = "0.1",
                  .mode = "virtual",
                  .seed = 7,
                  .date = "2013-06-01T00:00:00Z",
                  .scenarios = {"failure/cut", "sip/hello-out"}};
    ScenarioRecord passed;
    passed.start = {
        .id = "failure/cut", .title = "Cut & <mended>", .seed = 5, .tls = "real", .parties = {"contoso"}};
    passed.outcome = Outcome{"failure/cut", 1, Verdict::passed, "", "", std::chrono::seconds(1)};
    passed.timing = ScenarioTiming{"failure/cut", 1, std::chrono::microseconds(300), {}};
    run.scenarios = {passed, failed_scenario()};
    run.end = RunEnd{{.passed = 1, .failed = 1}};
    return run;
}

/// The stream that a runner would have written for `run`.
inline std::string events_of(Run const& run) {
    std::string text = to_line(Record(run.header));
    for (auto const& scenario : run.scenarios) {
        text += to_line(Record(scenario.start));
        for (auto const& entry : scenario.entries)
            text += std::visit([](auto const& record) { return to_line(Record(record)); }, entry);
        if (scenario.outcome) text += to_line(Record(*scenario.outcome));
    }
    if (run.end) text += to_line(Record(*run.end));
    if (run.interrupted) text += to_line(Record(*run.interrupted));
    return text;
}

}  // namespace reports
