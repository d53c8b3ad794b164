#include "harness/runner/surprises.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "harness/runner/describe.hpp"

namespace runner {
namespace {

using Kind = kit::Observation::Kind;

constexpr std::size_t surprises_max = 10;

/// Notes that only say that a party did as it was told.
constexpr std::array<std::string_view, 2> harmless{"misbehaved", "keep_alive"};
/// Notes that follow from a machine's death, which the story wanted.
constexpr std::array<std::string_view, 4> mortal{"timeout", "undelivered", "answer_undeliverable", "no_ack"};

template <class Words>
bool is_one_of(Words const& words, std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

bool kills(std::vector<script::Step> const& steps) {
    return script::any_step(steps, [](script::Step const& step) {
        return std::holds_alternative<script::Kill>(step.what) ||
               std::holds_alternative<script::Interrupt>(step.what) ||
               std::holds_alternative<script::CloseConnection>(step.what) ||
               std::holds_alternative<script::Restart>(step.what);
    });
}

bool is_forgiven(kit::Observation const& event, Play const& play) {
    return std::any_of(play.forgiven.begin(), play.forgiven.end(), [&](Forgiven const& forgiven) {
        return forgiven.request.call_id == event.summary.call_id &&
               forgiven.request.cseq == event.summary.cseq_number &&
               (event.note == "timeout" || (forgiven.may_be_undelivered && event.note == "undelivered"));
    });
}

/// An answer that matches no request, because the request lacked what it is matched by; the step that awaited it knew.
bool is_awaited_stray(kit::Observation const& event, Play const& play) {
    return event.note == "stray_response" && event.index != 0 && play.is_taken(event.index - 1) &&
           play.journal().at(event.index - 1).kind == Kind::received;
}

/// A connection with a name, which the edge ended while the story went on.
bool is_lost(kit::Observation const& event, Play const& play) {
    if (event.kind != Kind::closed || play.is_taken(event.index) || event.index >= play.told.value_or(0))
        return false;
    NamedConnection const one{event.party, event.connection};
    if (play.ended_by_story.contains(one)) return false;
    return std::any_of(play.connections.begin(), play.connections.end(), [&](auto const& named) {
        return std::find(named.second.begin(), named.second.end(), one) != named.second.end();
    });
}

bool is_surprise(kit::Observation const& event, Play const& play, bool deaths) {
    // A message of the edge that the second reader cannot read is a failure, whoever awaited it (design.md §1.2).
    if (event.kind == Kind::received && !event.fault.empty()) return true;
    if (play.is_open(event) || (!deaths && is_lost(event, play))) return true;
    if (event.kind != Kind::note || play.is_taken(event.index) || is_one_of(harmless, event.note))
        return false;
    if (is_forgiven(event, play) || is_awaited_stray(event, play)) return false;
    return !(deaths && is_one_of(mortal, event.note));
}

}  // namespace

std::string surprises(Play const& play) {
    bool const deaths = kills(play.scenario().story);
    std::string text;
    std::size_t count = 0;
    for (auto const& event : play.journal().all()) {
        if (!is_surprise(event, play, deaths)) continue;
        if (++count > surprises_max) return text + "\nand more";
        text += (text.empty() ? "" : "\n") + describe(event);
    }
    return text;
}

}  // namespace runner
