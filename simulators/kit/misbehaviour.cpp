#include "simulators/kit/misbehaviour.hpp"

#include "simulators/wire/slices.hpp"

namespace kit {

std::string_view to_text(Misbehaviour::Kind kind) {
    using Kind = Misbehaviour::Kind;
    switch (kind) {
        case Kind::answer_late:
            return "answer_late";
        case Kind::answer_never:
            return "answer_never";
        case Kind::answer_status:
            return "answer_status";
        case Kind::answer_twice:
            return "answer_twice";
        case Kind::close_connection:
            return "close_connection";
    }
    return "";
}

std::optional<Misbehaviour> Misbehaviours::take(std::string_view method, std::string_view user) {
    if (method == "ACK") return std::nullopt;
    for (auto& [rule, shown] : rules_) {
        if (!rule.method.empty() && rule.method != method) continue;
        if (!rule.user.empty() && !wire::same_text(rule.user, user)) continue;
        if (rule.times != 0 && shown >= rule.times) continue;
        ++shown;
        return rule;
    }
    return std::nullopt;
}

}  // namespace kit
