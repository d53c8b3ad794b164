#include "edge/judgement.hpp"

#include "edge/sip/framing.hpp"
#include "edge/sip/proxy/border.hpp"
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

/// The edge itself stops at the first; whoever mends a message wants to hear of all.
std::string missing_headers(sip::MessageView const& view) {
    using sip::Header;
    std::string names;
    for (auto const header : {Header::via, Header::from, Header::to, Header::call_id, Header::cseq}) {
        if (view.has(header)) continue;
        if (!names.empty()) names += ", ";
        names += sip::name_of(header);
    }
    return names;
}

std::optional<sip::SyntaxFault> flaw_of(sip::MessageView const& view) {
    if (!view.is_request()) return sip::proxy::validate_response(view);
    // A file does not say from which side it came, so what either side may ask for is no flaw.
    auto const served = sip::proxy::served_extensions(sip::proxy::Direction::outbound);
    auto const rejection = sip::proxy::validate(view, {.extensions = served});
    bool const last_hop = rejection && rejection->fault.rule == sip::Rule::too_many_hops;
    if (rejection && !(last_hop && sip::proxy::may_end_here(view.method()))) return rejection->fault;
    if (auto const route = sip::proxy::find_route(view, {}); !route) return route.error().fault;
    return std::nullopt;
}

/// The first byte of the message behind `end`: CRLFs between messages belong to none (RFC 3261 §7.5).
std::size_t message_begin(std::string_view bytes, std::size_t end) {
    while (bytes.substr(end, 2) == "\r\n") end += 2;
    return end;
}

class Reading {
public:
    explicit Reading(std::string_view bytes) : bytes_(bytes) {}

    Finding judge() {
        framer_.receive(sansio::as_bytes(bytes_), {});
        auto finding = first_rejection();
        if (!finding) {
            framer_.end_of_stream({});
            finding = first_rejection();
        }
        if (!finding && taken_ == 0) {
            finding.emplace();
            finding->verdict = Finding::Verdict::reject;
            finding->text = "there is no message in it";
        }
        if (!finding) finding.emplace();
        finding->taken = taken_;
        finding->last_hop = last_hop_;
        return *finding;
    }

private:
    std::optional<Finding> first_rejection() {
        while (auto const event = framer_.poll_event()) {
            if (auto const* const fault = std::get_if<sip::StreamFault>(&*event)) return unreadable(*fault);
            if (auto const* const bad = std::get_if<sip::MalformedReceived>(&*event))
                return refused(*bad->view, bad->fault);
            auto const* const message = std::get_if<sip::MessageReceived>(&*event);
            if (message == nullptr) continue;
            if (auto const flaw = flaw_of(*message->view)) return refused(*message->view, *flaw);
            note_last_hop(*message->view);
            ++taken_;
            end_ = begin_of(*message->view) + message->view->wire().size();
        }
        return std::nullopt;
    }

    Finding unreadable(sip::StreamFault const& event) const {
        return rejected(event.fault, message_begin(bytes_, end_),
                        event.head && sip::can_be_answered(*event.head));
    }
    Finding refused(sip::MessageView const& view, sip::SyntaxFault flaw) const {
        auto finding = rejected(flaw, begin_of(view), sip::can_be_answered(view));
        if (flaw.rule == sip::Rule::header_missing) finding.detail = missing_headers(view);
        return finding;
    }
    void note_last_hop(sip::MessageView const& view) {
        if (last_hop_ || !view.is_request()) return;
        auto const served = sip::proxy::served_extensions(sip::proxy::Direction::outbound);
        if (auto const rejection = sip::proxy::validate(view, {.extensions = served}))
            last_hop_ = static_cast<std::uint32_t>(begin_of(view)) + rejection->fault.offset;
    }
    std::size_t begin_of(sip::MessageView const& view) const {
        return static_cast<std::size_t>(view.wire().data() - bytes_.data());
    }

    std::string_view bytes_;
    sip::Framer framer_;
    std::size_t end_ = 0;  // of the last message that was taken
    std::uint32_t taken_ = 0;
    std::optional<std::uint32_t> last_hop_;
};

}  // namespace

Finding judge_sip(std::string_view bytes) {
    return Reading(bytes).judge();
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
