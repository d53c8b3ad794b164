#include "harness/runner/describe.hpp"

#include "simulators/wire/raw_message.hpp"

namespace runner {

std::string message_label(kit::Observation const& message) {
    wire::Summary const& summary = message.summary;
    if (summary.is_request && !summary.method.empty()) return summary.method + " " + summary.request_uri;
    if (summary.status != 0)
        return std::to_string(summary.status) + " " + summary.reason + " (" + summary.cseq_method + ")";
    wire::RawMessage const raw(message.raw);
    return std::string(raw.start_line());
}

std::string diagnostics_of(kit::Observation const& message) {
    wire::RawMessage const raw(message.raw);
    return std::string(raw.value("ms-diagnostics"));
}

std::string describe(kit::Observation const& event) {
    using Kind = kit::Observation::Kind;
    std::string const who = event.user.empty() ? event.party : event.user;
    switch (event.kind) {
        case Kind::sent:
            return who + " sent " + message_label(event);
        case Kind::received: {
            std::string text = who + " received " + message_label(event);
            if (std::string const diagnostics = diagnostics_of(event); !diagnostics.empty())
                text += ", ms-diagnostics: " + diagnostics;
            if (!event.fault.empty()) text += ", which cannot be read: " + event.fault;
            return text;
        }
        case Kind::connected:
            return who + " connected to " + event.text;
        case Kind::connect_failed:
            return who + " could not connect: " + event.text;
        case Kind::accepted:
            return who + " accepted a connection from " + event.text;
        case Kind::closed:
            return who + " lost a connection" + (event.text.empty() ? "" : ": " + event.text);
        case Kind::note:
            return who + ": " + event.note + (event.text.empty() ? "" : ": " + event.text);
    }
    return who;
}

}  // namespace runner
