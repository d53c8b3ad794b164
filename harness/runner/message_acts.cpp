// Steps that write single messages: send, answer, again.
#include <algorithm>
#include <array>

#include "harness/runner/act.hpp"
#include "simulators/wire/raw_message.hpp"

namespace runner {
namespace {

/// How many bytes a message of a template has, near enough to cut it into so many pieces.
constexpr std::size_t usual_message_size = 1'000;

/// Which template a method is written with; others are a message whose start line and CSeq are changed.
std::string template_of(std::string const& method, bool inside) {
    constexpr std::array named{std::pair{"INVITE", "invite"}, std::pair{"OPTIONS", "options"},
                               std::pair{"BYE", "bye"}};
    if (method == "MESSAGE") return inside ? "message" : "page";
    if (method == "ACK" && inside) return "ack";
    auto const found =
        std::find_if(named.begin(), named.end(), [&](auto const& row) { return method == row.first; });
    return found == named.end() ? std::string() : found->second;
}

using Trouble = std::optional<Mistake>;

/// Edits and body of a <send> or <answer>.
Trouble fill(Play const& play, script::Writing const& writing, std::vector<std::string>& edits,
             std::string& body) {
    auto const text = play.substituted(writing.body);
    if (!text) return Mistake{text.error()};
    body = *text;
    for (auto const& header : writing.headers) {
        auto const value = play.substituted(header.value.value_or(""));
        if (!value) return Mistake{value.error()};
        edits.push_back(header.value ? (header.another ? "+" : "") + header.name + ": " + *value
                                     : "-" + header.name);
    }
    return std::nullopt;
}

sansio::Result<std::string, Mistake> literal_of(Play const& play, script::Writing const& writing) {
    std::string all;
    for (auto const& literal : writing.literals) {
        auto const bytes = play.bytes(literal);
        if (!bytes) return sansio::unexpected(Mistake{bytes.error()});
        all += *bytes;
    }
    return all;
}

class SendAct final : public Act {
public:
    explicit SendAct(script::Send const& step) : step_(step) {}

    Progress advance(Play& play, sansio::Time now) override {
        std::string const& owner = party_of(step_.from);
        kit::Party* const party = play.scenery().party(owner);
        if (party == nullptr) return Mistake{owner + " is not running, so it cannot send anything"};
        kit::SendOrder order;
        order.user = step_.from.address;
        if (!step_.to.name.empty())
            order.to = step_.to.address.empty() ? play.host_uri(step_.to, owner) : step_.to.address;
        bool const literal = !step_.writing.literals.empty();
        if (auto mistake = literal ? write_literal(play, order) : write_template(play, order))
            return *mistake;
        auto const size = order.literal ? order.literal->size() : usual_message_size;
        if (auto trouble = play.apply(step_.writing.delivery, owner, size, order.piece_size, order.connection,
                                      order.portion))
            return Mistake{*trouble};
        play.mark_action();
        kit::Sent const sent = party->send(order, now);
        if (!sent) return Mistake{sent.error().text};
        play.scenery().touch(owner);
        play.forgiven.push_back({*sent, !step_.writing.delivery.connection.empty()});
        play.name_message(step_.label, {owner, order.user, order.to, sent->text, *sent, std::nullopt});
        return Done{};
    }

private:
    Trouble write_literal(Play const& play, kit::SendOrder& order) const {
        auto bytes = literal_of(play, step_.writing);
        if (!bytes) return bytes.error();
        order.literal = *std::move(bytes);
        order.exact = true;
        return std::nullopt;
    }

    Trouble write_template(Play const& play, kit::SendOrder& order) const {
        if (!step_.dialog.empty()) {
            order.call_id = play.call_id_of(step_.dialog);
            if (order.call_id.empty()) return Mistake{"nobody knows the dialog \"" + step_.dialog + "\""};
        }
        if (!step_.of.empty()) {
            auto const* const request = play.find_message(step_.of);
            if (request == nullptr) return Mistake{"nothing was sent as \"" + step_.of + "\""};
            order.made_of = request->text;
            order.acknowledged_to = answered_to(play, *request);
            order.template_name = step_.method == "ACK" ? "ack_refused" : "";
        } else {
            order.template_name = template_of(step_.method, !order.call_id.empty());
        }
        if (order.template_name.empty() && order.made_of.empty()) {
            order.template_name = order.call_id.empty() ? "page" : "message";
            order.method = step_.method;
        }
        auto const uri = play.substituted(step_.request_uri);
        if (!uri) return Mistake{uri.error()};
        order.request_uri = *uri;
        return fill(play, step_.writing, order.edits, order.body);
    }

    /// The To of the newest final answer to the request.
    static std::string answered_to(Play const& play, LabelledMessage const& request) {
        std::string to;
        for (auto const& event : play.journal().all())
            if (event.kind == kit::Observation::Kind::received && event.party == request.party &&
                !event.summary.is_request && event.summary.status >= 200 &&
                event.summary.call_id == request.request.call_id &&
                event.summary.cseq_number == request.request.cseq)
                to = wire::RawMessage(event.raw).value("To");
        return to;
    }

    script::Send const& step_;
};

class AnswerAct final : public Act {
public:
    explicit AnswerAct(script::Answer const& step) : step_(step) {}

    Progress advance(Play& play, sansio::Time now) override {
        auto const* const request = play.find_message(step_.of);
        if (request == nullptr || !request->received)
            return Mistake{"no request came as \"" + step_.of + "\""};
        kit::Party* const party = play.scenery().party(request->party);
        if (party == nullptr) return Mistake{request->party + " is not running, so it cannot answer"};
        kit::AnswerOrder order;
        order.request = *request->received;
        order.status = static_cast<int>(step_.status);
        order.tag = step_.tag;
        auto const reason = play.substituted(step_.reason);
        if (!reason) return Mistake{reason.error()};
        order.reason = *reason;
        if (!step_.writing.literals.empty()) {
            auto bytes = literal_of(play, step_.writing);
            if (!bytes) return bytes.error();
            order.literal = *std::move(bytes);
        } else if (auto mistake = fill(play, step_.writing, order.edits, order.body)) {
            return *mistake;
        }
        auto const size = order.literal ? order.literal->size() : usual_message_size;
        if (auto trouble = play.apply(step_.writing.delivery, request->party, size, order.piece_size,
                                      order.connection, order.portion))
            return Mistake{*trouble};
        play.mark_action();
        kit::Sent const sent = party->answer(order, now);
        if (!sent) return Mistake{sent.error().text};
        play.scenery().touch(request->party);
        play.name_message(step_.label, {request->party, request->user, {}, sent->text, *sent, std::nullopt});
        return Done{};
    }

private:
    script::Answer const& step_;
};

class AgainAct final : public Act {
public:
    explicit AgainAct(script::Again const& step) : step_(step) {}

    Progress advance(Play& play, sansio::Time now) override {
        auto const* const message = play.find_message(step_.of);
        if (message == nullptr || message->received)
            return Mistake{"nothing was sent as \"" + step_.of + "\""};
        kit::Party* const party = play.scenery().party(message->party);
        if (party == nullptr) return Mistake{message->party + " is not running, so it cannot send anything"};
        kit::SendOrder order;
        order.user = message->user;
        order.to = message->to;
        order.literal = message->text;
        order.exact = true;
        auto delivery = step_.delivery;
        if (delivery.connection.empty() && is_alive(*party, play.connections_of(step_.of)))
            delivery.connection = step_.of;
        if (auto trouble = play.apply(delivery, message->party, message->text.size(), order.piece_size,
                                      order.connection, order.portion))
            return Mistake{*trouble};
        auto const repeated = *message;
        play.mark_action();
        kit::Sent const sent = party->send(order, now);
        if (!sent) return Mistake{sent.error().text};
        play.scenery().touch(repeated.party);
        play.forgiven.push_back({*sent, true});
        play.name_message(step_.label,
                          {repeated.party, order.user, order.to, sent->text, *sent, std::nullopt});
        return Done{};
    }

private:
    static bool is_alive(kit::Party const& party, std::vector<NamedConnection> const& known) {
        auto const open = party.connections();
        return std::ranges::any_of(known,
                                   [&](auto const& one) { return std::ranges::count(open, one.id) > 0; });
    }

    script::Again const& step_;
};

}  // namespace

std::unique_ptr<Act> make_message_act(script::Step const& step) {
    if (auto const* send = std::get_if<script::Send>(&step.what)) return std::make_unique<SendAct>(*send);
    if (auto const* answer = std::get_if<script::Answer>(&step.what))
        return std::make_unique<AnswerAct>(*answer);
    if (auto const* again = std::get_if<script::Again>(&step.what)) return std::make_unique<AgainAct>(*again);
    return nullptr;
}

}  // namespace runner
