// The same message read by libosip2 and by the edge's codec, field by field. libosip2 is lenient, decodes and reorders, so what
// counts is that both find the same where the codec accepts a message.
#pragma once
#include <cstdarg>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <osipparser2/osip_parser.h>

#include "edge/sip/call_id.hpp"
#include "edge/sip/cseq.hpp"
#include "edge/sip/name_addr.hpp"
#include "edge/sip/text.hpp"
#include "edge/sip/via.hpp"

namespace agreement {

/// What both readers must agree about.
struct Reading {
    std::string request_uri;  // of a request, as it is written
    int status = 0;           // of a response
    std::string from_tag, to_tag, branch, cseq_number, cseq_method, call_id;
    std::string body;
};

struct FreeMessage {
    void operator()(osip_message_t* message) const { osip_message_free(message); }
};

inline std::string owned(char* text) {
    std::string copy = text == nullptr ? "" : text;
    osip_free(text);
    return copy;
}

inline std::string parameter(osip_list_t& parameters, char const* name) {
    osip_generic_param_t* found = nullptr;
    std::string writable(name);
    osip_generic_param_get_byname(&parameters, writable.data(), &found);
    return found == nullptr || found->gvalue == nullptr ? std::string() : found->gvalue;
}

inline std::string body_of(osip_message_t* message) {
    std::string text;
    for (int at = 0; at < osip_list_size(&message->bodies); ++at) {
        osip_body_t* body = nullptr;
        if (osip_message_get_body(message, at, &body) >= 0 && body != nullptr && body->body != nullptr)
            text.append(body->body, body->length);
    }
    return text;
}

/// Nothing when libosip2 refuses the message or lacks one of its fields.
inline std::optional<Reading> read_with_libosip2(std::string_view wire) {
    static bool const started = [] {
        osip_trace_initialize_func(TRACE_LEVEL0,
                                   [](char const*, int, osip_trace_level_t, char const*, va_list) {});
        return parser_init() == 0;
    }();
    osip_message_t* bare = nullptr;
    if (!started || osip_message_init(&bare) != 0) return std::nullopt;
    std::unique_ptr<osip_message_t, FreeMessage> const message(bare);
    if (osip_message_parse(bare, wire.data(), wire.size()) != 0) return std::nullopt;
    osip_via_t* via = nullptr;
    osip_message_get_via(bare, 0, &via);
    if (via == nullptr || bare->from == nullptr || bare->to == nullptr || bare->cseq == nullptr ||
        bare->call_id == nullptr)
        return std::nullopt;
    Reading reading;
    char* text = nullptr;
    if (bare->req_uri != nullptr && osip_uri_to_str(bare->req_uri, &text) == 0)
        reading.request_uri = owned(text);
    reading.status = bare->status_code;
    reading.from_tag = parameter(bare->from->gen_params, "tag");
    reading.to_tag = parameter(bare->to->gen_params, "tag");
    reading.branch = parameter(via->via_params, "branch");
    reading.cseq_number = bare->cseq->number == nullptr ? "" : bare->cseq->number;
    reading.cseq_method = bare->cseq->method == nullptr ? "" : bare->cseq->method;
    if (osip_call_id_to_str(bare->call_id, &text) == 0) reading.call_id = owned(text);
    reading.body = body_of(bare);
    return reading;
}

/// Nothing when the codec refuses it.
inline std::optional<Reading> read_with_codec(sip::MessageView const& view) {
    auto const via = sip::top_via(view);
    auto const from = sip::address_of(view, sip::SingleHeader::from);
    auto const to = sip::address_of(view, sip::SingleHeader::to);
    auto const cseq = sip::cseq_of(view);
    auto const call_id = sip::call_id_of(view);
    if (!via || !from || !to || !cseq || !call_id) return std::nullopt;
    Reading reading;
    if (view.is_request()) {
        if (!sip::Uri::parse(view.request_uri())) return std::nullopt;
        reading.request_uri = view.request_uri();
    }
    reading.status = view.status();
    reading.from_tag = from->tag();
    reading.to_tag = to->tag();
    reading.branch = via->branch;
    auto const value = *view.single(sip::SingleHeader::cseq);
    reading.cseq_number = value.substr(0, sip::end_of(value, 0, sip::digit_class));
    reading.cseq_method = cseq->method_text;
    reading.call_id = *call_id;
    reading.body = view.body();
    return reading;
}

/// The name of the first field in which they differ; empty: they agree.
inline std::string_view difference(Reading const& codec, Reading const& stranger) {
    if (codec.request_uri != stranger.request_uri) return "request-uri";
    if (codec.status != stranger.status) return "status";
    if (codec.from_tag != stranger.from_tag) return "from-tag";
    if (codec.to_tag != stranger.to_tag) return "to-tag";
    if (codec.branch != stranger.branch) return "branch";
    if (codec.cseq_number != stranger.cseq_number) return "cseq-number";
    if (codec.cseq_method != stranger.cseq_method) return "cseq-method";
    if (codec.call_id != stranger.call_id) return "call-id";
    if (codec.body != stranger.body) return "body";
    return {};
}

}  // namespace agreement
