// Steps that say what users do: im, bye, page, options, and the request that must be refused.
#include "harness/runner/exchange.hpp"
#include "harness/runner/text.hpp"

namespace runner {
namespace {

using Overstep = std::optional<Progress>;

/// A step that is one exchange: it gives a command, then waits for the exchange's end.
class RequestAct : public Act {
public:
    Progress advance(Play& play, sansio::Time now) final {
        if (!exchange_) {
            if (auto end = send(play, now)) return *std::move(end);
        }
        return exchange_->advance(play, now);
    }

protected:
    /// Sets the exchange going, or says why it cannot.
    virtual Overstep send(Play& play, sansio::Time now) = 0;

    /// `command(party)` is given to the sender's party, whose answer begins the exchange.
    template <class Command>
    Overstep begin(Play& play, sansio::Time now, ExchangeTerms terms, Command command) {
        kit::Party* const party = play.scenery().party(terms.sender);
        if (party == nullptr) return Mistake{terms.sender + " is not running, so it cannot send anything"};
        std::size_t const before = play.journal().size();
        kit::Sent const sent = command(*party);
        if (!sent) return Mistake{sent.error().text};
        play.scenery().touch(terms.sender);
        exchange_.emplace(std::move(terms), *sent, before, play, now);
        return std::nullopt;
    }

    std::optional<Exchange> exchange_;
};

class PageAct final : public RequestAct {
public:
    explicit PageAct(script::Page const& step) : step_(step) {}

private:
    Overstep send(Play& play, sansio::Time now) override {
        auto const text = play.substituted(step_.text);
        if (!text) return Mistake{text.error()};
        ExchangeTerms terms{.sender = party_of(step_.from),
                            .receiver = party_of(step_.to),
                            .body = *text,
                            .within = step_.within};
        return begin(play, now, std::move(terms), [&](kit::Party& party) {
            return party.page(step_.from.address, step_.to.address, *text, now);
        });
    }
    script::Page const& step_;
};

class OptionsAct final : public RequestAct {
public:
    explicit OptionsAct(script::Options const& step) : step_(step) {}

private:
    Overstep send(Play& play, sansio::Time now) override {
        std::string const receiver = party_of(step_.to);
        std::string const sender = party_of(step_.from);
        bool const is_user = !step_.to.address.empty();
        bool const edge_answers = !is_user && receiver == play.scenario().cast.organisation.id;
        std::string const uri = is_user ? step_.to.address : play.host_uri(step_.to, sender);
        ExchangeTerms terms{
            .sender = sender, .receiver = edge_answers ? "" : receiver, .status = step_.status};
        return begin(play, now, std::move(terms),
                     [&](kit::Party& party) { return party.options(step_.from.address, uri, now); });
    }
    script::Options const& step_;
};

class RefusedAct final : public RequestAct {
public:
    explicit RefusedAct(script::Refused const& step) : step_(step) {}

private:
    Overstep send(Play& play, sansio::Time now) override {
        ExchangeTerms terms{.sender = party_of(step_.from),
                            .receiver = step_.by,
                            .status = step_.status,
                            .diagnostics = step_.diagnostics,
                            .within = step_.within};
        return begin(play, now, std::move(terms), [&](kit::Party& party) {
            if (step_.method == "INVITE") return party.open(step_.from.address, step_.to.address, now);
            return party.page(step_.from.address, step_.to.address, "this must not pass", now);
        });
    }
    script::Refused const& step_;
};

/// A session between two users: INVITE, 200 and ACK when there is none yet, then MESSAGE and 200.
class ImAct final : public Act {
public:
    explicit ImAct(script::Im const& step) : step_(step) {}

    Progress advance(Play& play, sansio::Time now) override {
        if (phase_ == Phase::begin)
            if (auto end = begin(play, now)) return *std::move(end);
        if (phase_ == Phase::opening)
            if (auto end = follow_opening(play, now)) return *std::move(end);
        return exchange_->advance(play, now);
    }

private:
    enum class Phase : std::uint8_t { begin, opening, saying };

    Overstep begin(Play& play, sansio::Time now) {
        kit::Party* const speaker = play.scenery().party(party_of(step_.from));
        if (speaker == nullptr)
            return Mistake{party_of(step_.from) + " is not running, so it cannot send anything"};
        auto const known = play.call_ids.find(step_.conversation);
        if (known != play.call_ids.end()) {
            auto const call = speaker->call(known->second, step_.from.address);
            if (call && call->state == kit::CallView::State::established) return say(play, *speaker, now);
        }
        std::size_t const before = play.journal().size();
        kit::Sent const sent = speaker->open(step_.from.address, step_.to.address, now);
        if (!sent) return Mistake{sent.error().text};
        play.scenery().touch(party_of(step_.from));
        play.call_ids[step_.conversation] = sent->call_id;
        exchange_.emplace(ExchangeTerms{.sender = party_of(step_.from), .receiver = party_of(step_.to)},
                          *sent, before, play, now);
        acknowledged_by_ = now + play.limit(std::nullopt);
        phase_ = Phase::opening;
        return std::nullopt;
    }

    /// RFC 3261 §13.3.1.4: the session stands for the called side once the ACK is there.
    Overstep follow_opening(Play& play, sansio::Time now) {
        if (!answered_) {
            Progress progress = exchange_->advance(play, now);
            if (!std::holds_alternative<Done>(progress)) return progress;
            answered_ = true;
        }
        kit::Party* const called = play.scenery().party(party_of(step_.to));
        auto const call = called == nullptr
                              ? std::nullopt
                              : called->call(play.call_ids[step_.conversation], step_.to.address);
        kit::Party* const speaker = play.scenery().party(party_of(step_.from));
        if (call && call->acknowledged && speaker != nullptr) return say(play, *speaker, now);
        if (now < acknowledged_by_) return Waiting{acknowledged_by_};
        return Failed{"ACK at " + step_.to.name, "none in " + to_text(play.limit(std::nullopt))};
    }

    Overstep say(Play& play, kit::Party& speaker, sansio::Time now) {
        auto const text = play.substituted(step_.text);
        if (!text) return Mistake{text.error()};
        std::size_t const before = play.journal().size();
        kit::Sent const sent = speaker.say(play.call_ids[step_.conversation], step_.from.address, *text, now);
        if (!sent) return Mistake{sent.error().text};
        play.scenery().touch(party_of(step_.from));
        exchange_.emplace(
            ExchangeTerms{.sender = party_of(step_.from), .receiver = party_of(step_.to), .body = *text},
            *sent, before, play, now);
        phase_ = Phase::saying;
        return std::nullopt;
    }

    script::Im const& step_;
    Phase phase_ = Phase::begin;
    bool answered_ = false;
    sansio::Time acknowledged_by_{};
    std::optional<Exchange> exchange_;
};

class ByeAct final : public RequestAct {
public:
    explicit ByeAct(script::Bye const& step) : step_(step) {}

private:
    Overstep send(Play& play, sansio::Time now) override {
        auto const known = play.call_ids.find(step_.conversation);
        if (known == play.call_ids.end()) return Mistake{"there is no conversation " + step_.conversation};
        ExchangeTerms terms{.sender = party_of(step_.from), .receiver = party_of(step_.to)};
        return begin(play, now, std::move(terms),
                     [&](kit::Party& party) { return party.finish(known->second, step_.from.address, now); });
    }
    script::Bye const& step_;
};

}  // namespace

std::unique_ptr<Act> make_conversation_act(script::Step const& step) {
    if (auto const* im = std::get_if<script::Im>(&step.what)) return std::make_unique<ImAct>(*im);
    if (auto const* bye = std::get_if<script::Bye>(&step.what)) return std::make_unique<ByeAct>(*bye);
    if (auto const* page = std::get_if<script::Page>(&step.what)) return std::make_unique<PageAct>(*page);
    if (auto const* options = std::get_if<script::Options>(&step.what))
        return std::make_unique<OptionsAct>(*options);
    if (auto const* refused = std::get_if<script::Refused>(&step.what))
        return std::make_unique<RefusedAct>(*refused);
    return nullptr;
}

}  // namespace runner
