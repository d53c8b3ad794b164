#include "harness/runner/play.hpp"

#include <algorithm>

#include "simulators/wire/raw_message.hpp"
#include "simulators/wire/slices.hpp"

namespace runner {

Play::Play(script::Scenario const& scenario, Scenery& scenery, Pace pace, Leniency leniency)
    : scenario_(scenario),
      scenery_(scenery),
      pace_(pace),
      leniency_(leniency),
      variables_(script::variables(scenario)) {}

sansio::Duration Play::limit(std::optional<sansio::Duration> within) const {
    return within ? std::max(scaled(*within), pace_.patience) : usual_wait;
}

Play::Text Play::substituted(std::string_view text) const {
    auto result = script::substitute(text, variables_);
    if (!result) return sansio::unexpected(result.error().message);
    return *std::move(result);
}

Play::Text Play::bytes(script::Literal const& literal) const {
    auto result = script::to_bytes(literal, variables_);
    if (!result) return sansio::unexpected(result.error().message);
    return *std::move(result);
}

bool Play::is_of(std::string_view party, std::string_view id) const {
    if (party == id) return true;
    auto const* const partner = script::find_partner(scenario_, party);
    return partner != nullptr && partner->machine_of == id && !id.empty();
}

std::string Play::host_uri(script::Party const& whole, std::string_view sender) const {
    auto const& organisation = scenario_.cast.organisation;
    std::string const& owner = party_of(whole);
    if (owner == organisation.id)
        return "sip:" +
               (sender == organisation.id ? organisation.internal_edge : organisation.external_edge) +
               ":5061";
    auto const* const partner = script::find_partner(scenario_, owner);
    return "sip:" + (partner == nullptr ? owner : partner->domain);
}

void Play::name_message(std::string const& label, LabelledMessage message) {
    if (label.empty()) return;
    wire::RawMessage const raw(message.text);
    auto const lines = [&](std::string_view name) {
        std::string text;
        for (auto const value : raw.values(name))
            text += (text.empty() ? "" : "\r\n") + std::string(name) + ": " + std::string(value);
        return text;
    };
    auto const vias = wire::elements(raw.value("Via"));
    for (auto const& [word, value] : std::map<std::string_view, std::string>{
             {"request-uri", std::string(raw.request_uri())},
             {"call-id", std::string(raw.value("Call-ID"))},
             {"cseq", std::string(raw.value("CSeq"))},
             {"cseq-number", std::to_string(wire::cseq_number(raw.value("CSeq")))},
             {"branch", vias.empty() ? "" : std::string(wire::parameter(vias.front(), "branch"))},
             {"from", std::string(raw.value("From"))},
             {"from-tag", std::string(wire::parameter(raw.value("From"), "tag"))},
             {"to", std::string(raw.value("To"))},
             {"to-tag", std::string(wire::parameter(raw.value("To"), "tag"))},
             {"via", lines("Via")},
             {"route", lines("Route")},
             {"record-route", lines("Record-Route")},
             {"contact-uri", std::string(wire::uri_of(raw.value("Contact")))}})
        variables_[label + "." + std::string(word)] = value;
    messages_[label] = std::move(message);
}

LabelledMessage const* Play::find_message(std::string_view label) const {
    auto const found = messages_.find(label);
    return found == messages_.end() ? nullptr : &found->second;
}

std::string Play::call_id_of(std::string const& label) const {
    if (auto const known = call_ids.find(label); known != call_ids.end()) return known->second;
    auto const* const message = find_message(label);
    return message == nullptr ? std::string() : std::string(wire::RawMessage(message->text).value("Call-ID"));
}

std::vector<NamedConnection> Play::connections_of(std::string const& label) const {
    if (auto const named = connections.find(label); named != connections.end()) return named->second;
    auto const* const message = find_message(label);
    if (message == nullptr) return {};
    if (message->received) return {{message->party, journal().at(*message->received).connection}};
    for (auto index = journal().size(); index-- > 0;) {
        auto const& event = journal().at(index);
        if (event.kind == kit::Observation::Kind::sent && event.party == message->party &&
            event.raw == message->text)
            return {{event.party, event.connection}};
    }
    return {};
}

bool Play::is_on(std::string const& label, kit::Observation const& event) const {
    return label.empty() ||
           std::ranges::count(connections_of(label), NamedConnection{event.party, event.connection}) > 0;
}

std::optional<std::string> Play::apply(script::Delivery const& delivery, std::string const& party,
                                       std::size_t size, std::size_t& piece_size,
                                       std::optional<sansio::ConnectionId>& connection,
                                       kit::Portion& portion) const {
    using Share = script::Delivery::Share;
    switch (delivery.share) {
        case Share::all:
            break;
        case Share::half:
            portion = {kit::Portion::Kind::half, 0};
            break;
        case Share::head:
            portion = {kit::Portion::Kind::head, 0};
            break;
        case Share::first:
            portion = {kit::Portion::Kind::first, delivery.first};
            break;
    }
    if (delivery.records > 1)
        piece_size = std::max<std::size_t>(1, (size + delivery.records - 1) / delivery.records);
    if (delivery.single_bytes) piece_size = 1;
    if (delivery.connection.empty()) return std::nullopt;
    for (auto const& known : connections_of(delivery.connection))
        if (known.party == party) connection = known.id;
    if (connection) return std::nullopt;
    return party + " has no connection \"" + delivery.connection + "\"";
}

void Play::set_round(unsigned round) {
    if (round == 0)
        variables_.erase("n");
    else
        variables_["n"] = std::to_string(round);
}

}  // namespace runner
