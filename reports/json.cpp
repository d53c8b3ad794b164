#include "reports/json.hpp"

#include <nlohmann/json.hpp>

#include "reports/bytes_text.hpp"

namespace reports {
namespace {

using Json = nlohmann::ordered_json;

Json failing_step(ScenarioRecord const& scenario) {
    for (auto const& entry : scenario.entries)
        if (auto const* step = std::get_if<Step>(&entry); step != nullptr && !step->passed)
            return {{"number", step->number},
                    {"line", step->line},
                    {"text", printable(step->text)},
                    {"expected", printable(step->expected)},
                    {"seen", printable(step->seen)}};
    return nullptr;
}

Json scenario_json(ScenarioRecord const& scenario) {
    Json json{{"id", scenario.start.id}};
    if (scenario.start.round != 1) json["round"] = scenario.start.round;
    json["title"] = printable(scenario.start.title);
    json["seed"] = scenario.start.seed;
    json["tls"] = scenario.start.tls;
    json["judges"] = scenario.start.requirements;
    if (!scenario.outcome) {
        json["verdict"] = nullptr;
        return json;
    }
    json["verdict"] = to_string(scenario.outcome->verdict);
    if (scenario.outcome->lasted) json["lasted_us"] = scenario.outcome->lasted->count();
    if (scenario.timing) json["real_us"] = scenario.timing->real.count();
    if (auto const& known = scenario.known)
        json["known_failure"] = {{"standing", to_string(known->standing)},
                                 {"code", printable(known->code)},
                                 {"expires", known->expires},
                                 {"reason", printable(known->reason)}};
    if (scenario.passed()) return json;
    json["reason"] = printable(scenario.outcome->reason);
    json["rerun"] = scenario.outcome->rerun;
    json["step"] = failing_step(scenario);
    return json;
}

}  // namespace

std::string json(Run const& run) {
    Counts const counts = run.counts();
    Json document{{"format", run.header.format}, {"version", run.header.version},
                  {"mode", run.header.mode},     {"seed", run.header.seed},
                  {"date", run.header.date},     {"complete", run.end.has_value()}};
    if (run.header.shard)
        document["shard"] = {{"index", run.header.shard->index}, {"count", run.header.shard->count}};
    if (run.interrupted) document["interrupted"] = run.interrupted->cause;
    if (run.timing) document["real_us"] = run.timing->real.count();
    document["counts"] = {{"selected", run.header.scenarios.size() * run.header.repeat},
                          {"passed", counts.passed},
                          {"failed", counts.failed},
                          {"unsupported", counts.unsupported},
                          {"error", counts.error}};
    Json& scenarios = document["scenarios"] = Json::array();
    for (auto const& scenario : run.scenarios) scenarios.push_back(scenario_json(scenario));
    return document.dump(2) + "\n";
}

}  // namespace reports
