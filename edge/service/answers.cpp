#include "edge/service/answers.hpp"

#include "edge/policy/diagnostics.hpp"
#include "edge/service/stamp.hpp"

namespace edge {

namespace {

std::string headers_of(Refusal const& refusal, Side side, Self const& self) {
    auto headers = refusal.headers;
    if (side == Side::outside) return headers;
    headers.append(self.own_trust());
    if (refusal.diagnostic == 0) return headers;
    std::vector<policy::DiagnosticParameter> const parameters(refusal.parameters.begin(),
                                                              refusal.parameters.end());
    headers.append("ms-diagnostics: ");
    headers.append(policy::ms_diagnostics(refusal.diagnostic, parameters, self.topology().external.fqdn));
    headers.append("\r\n");
    return headers;
}

}  // namespace

Link* Answers::open_link(sip::transaction::TransactionId id, sansio::Time now) {
    return links_.upstream(layer_.source(id).connection, now);
}

void Answers::answer(sip::transaction::TransactionId id, Self const& self, Refusal const& refusal,
                     sansio::Time now) {
    auto const* const link = open_link(id, now);
    send(id, refusal.status, headers_of(refusal, link ? link->side : Side::outside, self), now);
}

void Answers::answer(sip::transaction::TransactionId id, int status, std::string_view headers,
                     sansio::Time now) {
    send(id, status, headers, now);
}

void Answers::send(sip::transaction::TransactionId id, int status, std::string_view headers,
                   sansio::Time now) {
    sip::ResponseParts parts;
    parts.headers = headers;
    auto* const link = open_link(id, now);
    if (link) links_.about_to_write(*link);
    layer_.respond(id, status, parts, link ? link->out : unheard_, now);
    unheard_.clear();
    if (link) links_.written(*link);
}

void Answers::repeat(sip::transaction::TransactionId id, sansio::Time now) {
    auto* const link = open_link(id, now);
    if (!link) return;
    links_.about_to_write(*link);
    layer_.repeat_response(id, link->out);
    links_.written(*link);
}

void Answers::answer(Link& link, sip::MessageView const& request, Self const& self, Refusal const& refusal) {
    if (link.closing || !sip::can_be_answered(request)) return;
    auto const tag = layer_.stateless_tag(request);
    auto const headers = headers_of(refusal, link.side, self);
    sip::ResponseParts parts;
    parts.to_tag = tag.view();
    parts.top_via_parameters = stamp(link, request);
    parts.headers = headers;
    links_.about_to_write(link);
    sip::respond(request, refusal.status, parts, link.out);
    links_.written(link);
}

}  // namespace edge
