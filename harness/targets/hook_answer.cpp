#include "harness/targets/hook_answer.hpp"

#include <nlohmann/json.hpp>

namespace targets {
namespace {

using Json = nlohmann::json;

constexpr std::size_t quoted_max = 200;

std::string fault(std::string_view line, std::string_view why) {
    bool const whole = line.size() <= quoted_max;
    return "a hook answers {\"ready\": true}, {\"unsupported\": [\"…\"]} or {\"failed\": \"…\"}, not `" +
           std::string(line.substr(0, quoted_max)) + (whole ? "`: " : "…`: ") + std::string(why);
}

}  // namespace

sansio::Result<HookAnswer, std::string> parse_hook_answer(std::string_view line) {
    using Kind = HookAnswer::Kind;
    if (line.size() > hook_answer_max) return sansio::unexpected(fault(line, "it is longer than 64 KiB"));
    Json const json = Json::parse(line, nullptr, false);
    if (!json.is_object()) return sansio::unexpected(fault(line, "it is no JSON object"));
    if (json.size() != 1) return sansio::unexpected(fault(line, "it has not exactly one member"));
    std::string const& name = json.begin().key();
    Json const& value = json.begin().value();
    if (name == "ready") {
        if (value != Json(true)) return sansio::unexpected(fault(line, "ready is true or not said"));
        return HookAnswer{};
    }
    if (name == "failed") {
        if (!value.is_string()) return sansio::unexpected(fault(line, "failed is a text"));
        return HookAnswer{Kind::failed, value.get<std::string>()};
    }
    if (name != "unsupported") return sansio::unexpected(fault(line, "no answer is called so"));
    if (!value.is_array() || value.empty())
        return sansio::unexpected(fault(line, "unsupported is a list of one text or more"));
    HookAnswer answer{Kind::unsupported, {}};
    for (auto const& part : value) {
        if (!part.is_string()) return sansio::unexpected(fault(line, "unsupported is a list of texts"));
        answer.text += (answer.text.empty() ? "" : ", ") + part.get<std::string>();
    }
    return answer;
}

}  // namespace targets
