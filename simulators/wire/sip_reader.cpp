#include "simulators/wire/sip_reader.hpp"

#include <cstdarg>
#include <memory>

#include <osipparser2/osip_parser.h>

#include "simulators/wire/raw_message.hpp"
#include "simulators/wire/slices.hpp"

namespace wire {
namespace {

struct FreeMessage {
    void operator()(osip_message_t* message) const { osip_message_free(message); }
};
using Message = std::unique_ptr<osip_message_t, FreeMessage>;

std::string text_or_empty(char const* text) {
    return text == nullptr ? std::string() : std::string(text);
}

std::string owned(char* text) {
    auto const copy = text_or_empty(text);
    osip_free(text);
    return copy;
}

std::string uri_text(osip_uri_t const* uri) {
    char* text = nullptr;
    if (uri == nullptr || osip_uri_to_str(uri, &text) != 0) return {};
    return owned(text);
}

std::string tag_of(osip_from_t* address) {
    char name[] = "tag";
    osip_generic_param_t* tag = nullptr;
    if (address == nullptr || osip_generic_param_get_byname(&address->gen_params, name, &tag) != 0) return {};
    return tag == nullptr ? std::string() : text_or_empty(tag->gvalue);
}

/// Empty when every header that RFC 3261 §8.1.1 makes mandatory is there; Max-Forwards is looked at by the rules of §16.3.
std::string missing_header(osip_message_t* message) {
    if (message->from == nullptr) return "From is missing";
    if (message->to == nullptr) return "To is missing";
    if (message->call_id == nullptr) return "Call-ID is missing";
    if (message->cseq == nullptr) return "CSeq is missing";
    osip_via_t* via = nullptr;
    if (osip_message_get_via(message, 0, &via) < 0 || via == nullptr) return "Via is missing";
    if (message->sip_version == nullptr || !same_text(message->sip_version, "SIP/2.0"))
        return "the version is not SIP/2.0";
    return {};
}

/// Empty when slicing finds the same.
std::string disagreement(Summary const& summary, RawMessage const& raw) {
    if (summary.is_request != raw.is_request() || summary.status != raw.status()) return "start line";
    if (summary.call_id != raw.value("Call-ID")) return "Call-ID";
    auto const cseq = raw.value("CSeq");
    if (summary.cseq_number != cseq_number(cseq) || summary.cseq_method != cseq_method(cseq)) return "CSeq";
    if (summary.from_tag != parameter(raw.value("From"), "tag")) return "tag of From";
    if (summary.to_tag != parameter(raw.value("To"), "tag")) return "tag of To";
    return {};
}

Summary summarise(osip_message_t* message, RawMessage const& raw) {
    Summary summary;
    summary.is_request = MSG_IS_REQUEST(message);
    summary.status = summary.is_request ? 0 : message->status_code;
    summary.reason = text_or_empty(message->reason_phrase);
    summary.request_uri = uri_text(message->req_uri);
    char* call_id = nullptr;
    if (osip_call_id_to_str(message->call_id, &call_id) == 0) summary.call_id = owned(call_id);
    summary.cseq_number = cseq_number(text_or_empty(message->cseq->number));
    summary.cseq_method = text_or_empty(message->cseq->method);
    summary.method = summary.is_request ? text_or_empty(message->sip_method) : summary.cseq_method;
    summary.from_uri = uri_text(message->from->url);
    summary.from_tag = tag_of(message->from);
    summary.to_uri = uri_text(message->to->url);
    summary.to_tag = tag_of(message->to);
    summary.body = raw.body();
    return summary;
}

void say_nothing(char const*, int, osip_trace_level_t, char const*, va_list) {}

bool start_parser() {
    // Without this libosip2 writes each fault to stdout, with the time of day.
    osip_trace_initialize_func(TRACE_LEVEL0, &say_nothing);
    return parser_init() == 0;
}

/// libosip2 fills its tables once in a process.
bool parser_ready() {
    static bool const ready = start_parser();
    return ready;
}

}  // namespace

sansio::Result<Summary, ReadFault> read_sip(std::string_view text) {
    auto const refuse = [](std::string why) { return sansio::unexpected(ReadFault{std::move(why)}); };
    osip_message_t* bare = nullptr;
    if (!parser_ready() || osip_message_init(&bare) != 0) return refuse("libosip2 does not start");
    Message const message(bare);
    if (osip_message_parse(bare, text.data(), text.size()) != 0) return refuse("libosip2 cannot read it");
    if (auto missing = missing_header(bare); !missing.empty()) return refuse(std::move(missing));
    RawMessage const raw{std::string(text)};
    auto summary = summarise(bare, raw);
    if (auto const field = disagreement(summary, raw); !field.empty())
        return refuse("libosip2 and slicing read different things: " + field);
    return summary;
}

}  // namespace wire
