#include "edge/judgement.hpp"

#include "edge/sip/framing.hpp"
#include "edge/sip/proxy/route.hpp"
#include "edge/sip/proxy/validate.hpp"
#include "edge/sip/respond.hpp"

namespace edge {

namespace {

Finding rejected(sip::SyntaxFault fault, std::size_t begin, bool answered) {
    auto const& rule = sip::describe(fault.rule);
    Finding finding;
    finding.verdict = Finding::Verdict::reject;
    switch (rule.layer) {
        case sip::Layer::framing:
            finding.layer = Finding::Layer::framing;
            break;
        case sip::Layer::syntax:
            finding.layer = Finding::Layer::syntax;
            break;
        case sip::Layer::validation:
            finding.layer = Finding::Layer::validation;
            break;
    }
    finding.status = answered ? rule.status : 0;
    finding.rule = rule.name;
    finding.clause = rule.clause;
    finding.text = rule.text;
    finding.offset = static_cast<std::uint32_t>(begin + fault.offset);
    return finding;
}

std::optional<sip::SyntaxFault> flaw_of(sip::MessageView const& view) {
    if (!view.is_request()) return sip::proxy::validate_response(view);
    if (auto const rejection = sip::proxy::validate(view)) return rejection->fault;
    if (auto const route = sip::proxy::find_route(view, {}); !route) return route.error().fault;
    return std::nullopt;
}

/// The first byte of the message behind `end`: CRLFs between messages belong to none (RFC 3261 §7.5).
std::size_t message_begin(std::string_view bytes, std::size_t end) {
    while (bytes.substr(end, 2) == "\r\n") end += 2;
    return end;
}

/// Takes the events of a framer that was given `bytes`; nothing: all messages were good.
std::optional<Finding> first_rejection(sip::Framer& framer, std::string_view bytes, std::size_t& end) {
    while (auto const event = framer.poll_event()) {
        if (auto const* const fault = std::get_if<sip::StreamFault>(&*event))
            return rejected(fault->fault, message_begin(bytes, end),
                            fault->head && sip::can_be_answered(*fault->head));
        if (auto const* const bad = std::get_if<sip::MalformedReceived>(&*event))
            return rejected(bad->fault, static_cast<std::size_t>(bad->view->wire().data() - bytes.data()),
                            sip::can_be_answered(*bad->view));
        auto const* const message = std::get_if<sip::MessageReceived>(&*event);
        if (message == nullptr) continue;
        auto const wire = message->view->wire();
        auto const begin = static_cast<std::size_t>(wire.data() - bytes.data());
        if (auto const flaw = flaw_of(*message->view))
            return rejected(*flaw, begin, sip::can_be_answered(*message->view));
        end = begin + wire.size();
    }
    return std::nullopt;
}

}  // namespace

Finding judge_sip(std::string_view bytes) {
    sip::Framer framer;
    std::size_t end = 0;
    framer.receive(sansio::as_bytes(bytes), {});
    if (auto finding = first_rejection(framer, bytes, end)) return *finding;
    framer.end_of_stream({});
    if (auto finding = first_rejection(framer, bytes, end)) return *finding;
    if (end == 0) return rejected({sip::Rule::stream_truncated, 0}, bytes.size(), false);
    return {};
}

std::string_view name_of(Finding::Layer layer) {
    switch (layer) {
        case Finding::Layer::framing:
            return "framing";
        case Finding::Layer::syntax:
            return "syntax";
        case Finding::Layer::validation:
            return "validation";
        case Finding::Layer::identity:
            return "identity";
    }
    return {};
}

}  // namespace edge
