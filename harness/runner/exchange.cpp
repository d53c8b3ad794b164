#include "harness/runner/exchange.hpp"

#include "harness/runner/describe.hpp"
#include "harness/runner/text.hpp"

namespace runner {
namespace {

using Kind = kit::Observation::Kind;

constexpr std::size_t seen_events_max = 4;

bool has_diagnostics(kit::Observation const& answer, std::string const& id) {
    std::string const value = diagnostics_of(answer);
    return value.substr(0, value.find(';')) == id;
}

}  // namespace

std::string seen_instead(Play const& play, std::size_t first) {
    std::string text;
    std::size_t count = 0;
    for (std::size_t index = first; index < play.journal().size(); ++index) {
        kit::Observation const& event = play.journal().at(index);
        bool const telling = event.kind == Kind::note || event.kind == Kind::connect_failed ||
                             (event.kind == Kind::closed && !event.text.empty()) || play.is_open(event);
        if (!telling) continue;
        if (++count > seen_events_max) return text + "\nand more";
        text += (text.empty() ? "" : "\n") + describe(event);
    }
    return text.empty() ? "nothing" : text;
}

Exchange::Exchange(ExchangeTerms terms, kit::SentRequest sent, std::size_t first, Play const& play,
                   sansio::Time now)
    : terms_(std::move(terms)),
      sent_(std::move(sent)),
      began_(now),
      deadline_(now + play.limit(terms_.within)),
      first_(first),
      next_(first) {}

Progress Exchange::advance(Play& play, sansio::Time now) {
    for (; next_ < play.journal().size(); ++next_) {
        kit::Observation const& event = play.journal().at(next_);
        if (!concerns(event)) continue;
        if (event.kind == Kind::note && event.party == terms_.sender) {
            play.take(event);
            return Failed{wanted_answer(), describe(event)};
        }
        if (event.kind != Kind::received) continue;
        if (event.summary.is_request) {
            if (auto failed = hear_request(play, event)) return *std::move(failed);
        } else if (auto end = hear_answer(play, event)) {
            return *std::move(end);
        }
    }
    if (now < deadline_) return Waiting{deadline_};
    return Failed{missing(), seen_instead(play, first_) + " in " + to_text(now - began_)};
}

bool Exchange::concerns(kit::Observation const& event) const {
    return event.summary.call_id == sent_.call_id && event.summary.cseq_number == sent_.cseq &&
           event.summary.cseq_method == sent_.method && !event.summary.call_id.empty();
}

std::optional<Failed> Exchange::hear_request(Play& play, kit::Observation const& event) {
    if (event.party == terms_.sender) return std::nullopt;
    std::string const expected =
        sent_.method + " at " + (terms_.receiver.empty() ? "nobody" : terms_.receiver);
    if (!play.is_of(event.party, terms_.receiver)) return Failed{expected, describe(event)};
    play.take(event);
    if (arrived_) return Failed{expected + ", once", describe(event) + " again"};
    arrived_ = true;
    if (terms_.body && event.summary.body != *terms_.body)
        return Failed{expected + " with the body " + quoted(*terms_.body),
                      "the body " + quoted(event.summary.body)};
    return std::nullopt;
}

std::optional<Progress> Exchange::hear_answer(Play& play, kit::Observation const& event) {
    if (event.party != terms_.sender || event.summary.status < 200) return std::nullopt;
    play.take(event);
    bool const looks_at_diagnostics = terms_.diagnostics && !play.leniency().without_diagnostics;
    if (!play.leniency().accepts(terms_.status, event.summary.status) ||
        (looks_at_diagnostics && !has_diagnostics(event, *terms_.diagnostics)))
        return Failed{wanted_answer(), describe(event)};
    if (!terms_.receiver.empty() && !arrived_)
        return Failed{sent_.method + " at " + terms_.receiver + " before it is answered", describe(event)};
    return Done{};
}

std::string Exchange::wanted_answer() const {
    return std::to_string(terms_.status) + " to " + sent_.method + " at " + terms_.sender +
           (terms_.diagnostics ? ", with ms-diagnostics " + *terms_.diagnostics : "");
}

std::string Exchange::missing() const {
    if (!terms_.receiver.empty() && !arrived_) return sent_.method + " at " + terms_.receiver;
    return wanted_answer();
}

}  // namespace runner
