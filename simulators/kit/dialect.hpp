// How a product writes: its message templates and a sheet of traits, each with its source.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "simulators/wire/template_writer.hpp"

namespace kit {

/// One habit of a product. `source` is the tag of the fact sheet; "unsourced" marks a choice of ours.
template <class Value>
struct Trait {
    Value value;
    std::string_view source;
};

struct TemplateFile {
    std::string_view name;  // "invite"
    std::string_view text;
};

/// Templates that every dialect has: requests invite, ack, ack_refused, message (in a dialog), page (a MESSAGE outside),
/// bye, options; responses trying, ok (no body), ok_invite (with SDP), refuse.
/// Placeholders of requests: request_uri host port branch token route record_route from from_tag to call_id cseq contact
/// headers conversation_id address body; ack_refused has via instead of branch and token. Of responses: status reason
/// via record_route from to call_id cseq contact headers address body host server. Those called route, record_route,
/// via and headers are whole lines.
struct Dialect {
    std::string_view name;
    std::vector<TemplateFile> templates;
    Trait<std::string_view> server;        // value of Server in responses
    Trait<bool> record_routes;             // puts itself into Record-Route as the partner's edge does
    Trait<bool> marks_received;            // received, ms-received-port, ms-received-cid on the top Via
    Trait<bool> asserts_identity;          // P-Asserted-Identity in requests
    Trait<std::string_view> verification;  // header line that says how well the sender was verified
    Trait<std::string_view>
        diagnostics;  // header line of the 404 to an unknown user, with ${address} and ${host}

    /// Empty when there is none of that name.
    std::string_view text_of(std::string_view template_name) const;
};

}  // namespace kit
