#include "simulators/kit/scribe.hpp"

#include "simulators/wire/slices.hpp"

namespace kit {
namespace {

/// What slicing alone finds, so that a message that libosip2 refuses still has a place in the story.
wire::Summary sliced(wire::RawMessage const& raw) {
    wire::Summary summary;
    summary.is_request = raw.is_request();
    summary.method = raw.method();
    summary.request_uri = raw.request_uri();
    summary.status = raw.status();
    summary.call_id = raw.value("Call-ID");
    summary.cseq_number = wire::cseq_number(raw.value("CSeq"));
    summary.cseq_method = wire::cseq_method(raw.value("CSeq"));
    summary.from_uri = wire::uri_of(raw.value("From"));
    summary.from_tag = wire::parameter(raw.value("From"), "tag");
    summary.to_uri = wire::uri_of(raw.value("To"));
    summary.to_tag = wire::parameter(raw.value("To"), "tag");
    summary.body = raw.body();
    return summary;
}

}  // namespace

Observation const& Scribe::sent(sansio::Time now, Message about, std::string_view raw) {
    Observation observation;
    observation.at = now;
    observation.kind = Observation::Kind::sent;
    observation.connection = about.connection;
    observation.user = std::move(about.user);
    observation.automatic = about.automatic;
    return journal_.append(std::move(message(observation, raw)));
}

Observation const& Scribe::received(sansio::Time now, Message about, std::string_view raw) {
    Observation observation;
    observation.at = now;
    observation.kind = Observation::Kind::received;
    observation.connection = about.connection;
    observation.user = std::move(about.user);
    observation.automatic = about.automatic;
    return journal_.append(std::move(message(observation, raw)));
}

void Scribe::connection(sansio::Time now, Observation::Kind kind, sansio::ConnectionId connection,
                        std::string text, bool resumed) {
    Observation observation;
    observation.at = now;
    observation.kind = kind;
    observation.party = party_;
    observation.connection = connection;
    observation.text = std::move(text);
    observation.resumed = resumed;
    journal_.append(std::move(observation));
}

void Scribe::note(sansio::Time now, std::string_view name, std::string text,
                  sansio::ConnectionId connection) {
    Observation observation;
    observation.at = now;
    observation.party = party_;
    observation.connection = connection;
    observation.note = name;
    observation.text = std::move(text);
    journal_.append(std::move(observation));
}

void Scribe::note_request(sansio::Time now, std::string_view name, std::string text, std::string_view user,
                          std::string_view request) {
    Observation observation;
    observation.at = now;
    observation.party = party_;
    observation.user = user;
    observation.note = name;
    observation.text = std::move(text);
    observation.summary = sliced(wire::RawMessage(std::string(request)));
    journal_.append(std::move(observation));
}

Observation& Scribe::message(Observation& observation, std::string_view raw) const {
    observation.party = party_;
    observation.raw = raw;
    if (auto read = wire::read_sip(raw)) {
        observation.summary = std::move(*read);
    } else {
        observation.fault = read.error().text;
        observation.summary = sliced(wire::RawMessage(std::string(raw)));
    }
    return observation;
}

}  // namespace kit
