#include "reports/event_stream.hpp"

#include <nlohmann/json.hpp>

#include "reports/bytes_text.hpp"

namespace reports {
namespace {

using Json = nlohmann::ordered_json;
using sansio::Duration;

// ---- writing: the order of the lines below is the order of the keys ----

/// Text as it is; bytes that JSON cannot carry go under `key`_hex.
void put_text(Json& json, std::string const& key, std::string const& bytes) {
    if (is_utf8(bytes))
        json[key] = bytes;
    else
        json[key + "_hex"] = to_hex(bytes);
}

void put_time(Json& json, char const* key, std::optional<Duration> time) {
    if (time) json[key] = time->count();
}

Json to_json(Counts const& counts) {
    return {{"passed", counts.passed},
            {"failed", counts.failed},
            {"unsupported", counts.unsupported},
            {"error", counts.error}};
}

Json to_json(RunHeader const& header) {
    Json json{{"record", "run"},     {"format", header.format}, {"version", header.version},
              {"mode", header.mode}, {"seed", header.seed},     {"date", header.date}};
    if (header.repeat != 1) json["repeat"] = header.repeat;
    if (header.shard) {
        json["shard"] = {{"index", header.shard->index}, {"count", header.shard->count}};
        json["selection"] = header.selection;
    }
    json["scenarios"] = header.scenarios;
    return json;
}

Json to_json(ScenarioStart const& start) {
    Json json{{"record", "scenario"}, {"id", start.id}};
    if (start.round != 1) json["round"] = start.round;
    put_text(json, "title", start.title);
    json["seed"] = start.seed;
    json["tls"] = start.tls;
    json["parties"] = start.parties;
    if (!start.requirements.empty()) json["judges"] = start.requirements;
    return json;
}

Json to_json(Message const& message) {
    Json json{{"record", "message"}};
    put_time(json, "at_us", message.at);
    json["from"] = message.from;
    json["to"] = message.to;
    put_text(json, "summary", message.summary);
    put_text(json, "bytes", message.bytes);
    return json;
}

Json to_json(Occurrence const& occurrence) {
    Json json{{"record", "occurrence"}};
    put_time(json, "at_us", occurrence.at);
    json["party"] = occurrence.party;
    put_text(json, "text", occurrence.text);
    return json;
}

Json to_json(Step const& step) {
    Json json{{"record", "step"}};
    put_time(json, "at_us", step.at);
    json["number"] = step.number;
    json["line"] = step.line;
    put_text(json, "text", step.text);
    json["passed"] = step.passed;
    if (!step.passed) {
        put_text(json, "expected", step.expected);
        put_text(json, "seen", step.seen);
    }
    return json;
}

Json to_json(Outcome const& outcome) {
    Json json{{"record", "verdict"}, {"id", outcome.id}};
    if (outcome.round != 1) json["round"] = outcome.round;
    json["verdict"] = to_string(outcome.verdict);
    put_time(json, "lasted_us", outcome.lasted);
    if (!outcome.reason.empty()) put_text(json, "reason", outcome.reason);
    if (!outcome.rerun.empty()) json["rerun"] = outcome.rerun;
    if (outcome.is_our_fault) json["is_our_fault"] = true;
    return json;
}

Json to_json(RunEnd const& end) {
    Json json{{"record", "end"}};
    json.update(to_json(end.counts));
    return json;
}

Json to_json(Interrupted const& interrupted) {
    Json json{{"record", "interrupted"}, {"cause", interrupted.cause}};
    json.update(to_json(interrupted.counts));
    json["not_run"] = interrupted.not_run;
    return json;
}

Json to_json(ScenarioTiming const& timing) {
    Json json{{"record", "scenario_time"}, {"id", timing.id}};
    if (timing.round != 1) json["round"] = timing.round;
    json["real_us"] = timing.real.count();
    if (!timing.entries.empty()) {
        Json& entries = json["entries_us"] = Json::array();
        for (Duration const entry : timing.entries) entries.push_back(entry.count());
    }
    return json;
}

Json to_json(RunTiming const& timing) {
    return {{"record", "run_time"},
            {"started", timing.started},
            {"real_us", timing.real.count()},
            {"jobs", timing.jobs}};
}

Json to_json(KnownFailure const& known) {
    Json json{{"record", "known_failure"}, {"id", known.id}};
    if (known.round != 1) json["round"] = known.round;
    json["standing"] = to_string(known.standing);
    put_text(json, "code", known.code);
    json["expires"] = known.expires;
    put_text(json, "reason", known.reason);
    return json;
}

// ---- reading: nlohmann's exceptions are caught in parse() ----

std::string get_text(Json const& json, std::string const& key) {
    if (auto const text = json.find(key); text != json.end()) return text->get<std::string>();
    auto const digits = json.find(key + "_hex");
    std::string bytes;
    if (digits != json.end()) from_hex(digits->get<std::string>(), bytes);
    return bytes;
}

std::optional<Duration> get_time(Json const& json, char const* key) {
    auto const value = json.find(key);
    if (value == json.end()) return std::nullopt;
    return Duration(value->get<Duration::rep>());
}

Counts get_counts(Json const& json) {
    return {json.at("passed"), json.at("failed"), json.at("unsupported"), json.at("error")};
}

std::optional<Shard> get_shard(Json const& json) {
    auto const shard = json.find("shard");
    if (shard == json.end()) return std::nullopt;
    return Shard{shard->at("index"), shard->at("count")};
}

std::optional<Record> record_of(Json const& json) {
    std::string const kind = json.at("record");
    if (kind == "run")
        return RunHeader{json.at("format"),
                         json.at("version"),
                         json.at("mode"),
                         json.at("seed"),
                         json.at("date"),
                         json.at("scenarios"),
                         json.value("repeat", 1U),
                         get_shard(json),
                         json.value("selection", std::vector<std::string>{})};
    if (kind == "scenario")
        return ScenarioStart{json.at("id"),
                             get_text(json, "title"),
                             json.value("round", 1U),
                             json.at("seed"),
                             json.at("tls"),
                             json.at("parties"),
                             json.value("judges", std::vector<std::string>{})};
    if (kind == "message")
        return Message{get_time(json, "at_us"), json.at("from"), json.at("to"), get_text(json, "summary"),
                       get_text(json, "bytes")};
    if (kind == "occurrence")
        return Occurrence{get_time(json, "at_us"), json.at("party"), get_text(json, "text")};
    if (kind == "step")
        return Step{get_time(json, "at_us"), json.at("number"), json.at("line"),
                    get_text(json, "text"),  json.at("passed"), get_text(json, "expected"),
                    get_text(json, "seen")};
    if (kind == "verdict") {
        auto const verdict = parse_verdict(json.at("verdict").get<std::string>());
        if (!verdict) return std::nullopt;
        return Outcome{json.at("id"),
                       json.value("round", 1U),
                       *verdict,
                       get_text(json, "reason"),
                       get_text(json, "rerun"),
                       get_time(json, "lasted_us"),
                       json.value("is_our_fault", false)};
    }
    if (kind == "end") return RunEnd{get_counts(json)};
    if (kind == "interrupted") return Interrupted{json.at("cause"), get_counts(json), json.at("not_run")};
    return std::nullopt;
}

std::optional<Timing> timing_of(Json const& json) {
    std::string const kind = json.at("record");
    Duration const real = get_time(json, "real_us").value_or(Duration{});
    if (kind == "run_time") return RunTiming{json.at("started"), real, json.at("jobs")};
    if (kind == "known_failure") {
        auto const standing = parse_standing(json.at("standing").get<std::string>());
        if (!standing) return std::nullopt;
        return KnownFailure{json.at("id"),          json.value("round", 1U), *standing,
                            get_text(json, "code"), json.at("expires"),      get_text(json, "reason")};
    }
    if (kind != "scenario_time") return std::nullopt;
    ScenarioTiming timing{json.at("id"), json.value("round", 1U), real, {}};
    if (auto const entries = json.find("entries_us"); entries != json.end())
        for (auto const& entry : *entries) timing.entries.emplace_back(entry.get<Duration::rep>());
    return timing;
}

template <class Value, class Read>
sansio::Result<Value, StreamFault> parse(std::string_view line, Read read) {
    try {
        std::optional<Value> value = read(Json::parse(line));
        if (value) return *std::move(value);
        return sansio::unexpected(StreamFault{1, "no record of this format"});
    } catch (nlohmann::json::exception const& fault) {
        return sansio::unexpected(StreamFault{1, fault.what()});
    }
}

template <class Value>
std::string line_of(Value const& value) {
    return std::visit([](auto const& record) { return to_json(record).dump() + "\n"; }, value);
}

}  // namespace

std::string to_line(Record const& record) {
    return line_of(record);
}
std::string to_line(Timing const& timing) {
    return line_of(timing);
}

sansio::Result<Record, StreamFault> parse_record(std::string_view line) {
    return parse<Record>(line, record_of);
}
sansio::Result<Timing, StreamFault> parse_timing(std::string_view line) {
    return parse<Timing>(line, timing_of);
}

}  // namespace reports
