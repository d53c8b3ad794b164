#include "edge/service/relay.hpp"

#include "edge/policy/diagnostics.hpp"
#include "edge/sip/cseq.hpp"
#include "edge/sip/name_addr.hpp"
#include "edge/sip/proxy/forward.hpp"
#include "edge/sip/proxy/record_route.hpp"
#include "edge/sip/proxy/responses.hpp"
#include "edge/sip/proxy/validate.hpp"
#include "edge/sip/via.hpp"
#include "sansio/check.hpp"
#include "sansio/domain_name.hpp"

namespace edge {

namespace {

// RFC 3261 leaves the value to the server; a destination that is merely full is worth trying again soon.
constexpr std::string_view retry_soon = "Retry-After: 1\r\n";
constexpr std::string_view allowed_methods =
    "Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, MESSAGE, INFO, SUBSCRIBE, NOTIFY, REFER, UPDATE\r\n";

/// Layer::note(): the lowest bit says that the transaction counts as unanswered, the rest where its request ends in the
/// stream of bytes to its destination.
constexpr std::uint64_t unanswered_bit = 1;

using Verdict = sip::proxy::ResponseVerdict;

sip::transaction::TimerValues timer_values(topology::Timers const& timers) {
    sip::transaction::TimerValues values;
    values.t1 = timers.scaled(timers.t1);
    values.t2 = timers.scaled(timers.t2);
    values.t4 = timers.scaled(timers.t4);
    values.trying_after = timers.scaled(values.trying_after);
    values.timer_c = timers.scaled(values.timer_c);
    return values;
}

ParkingLimits parking_limits(topology::Limits const& limits) {
    return {limits.parked_per_partner, limits.parked_total};
}

/// What waits must be answered before its sender's Timer F or B ends it: 504 after that would come too late.
sansio::Duration parking_wait(topology::Timers const& timers) {
    return timers.scaled(timers.t1) * 60;
}

/// Names the connection in ms-received-cid, as Lync does (facts/wire.md §1.2).
std::string connection_token(sansio::ConnectionId connection) {
    static constexpr char digits[] = "0123456789ABCDEF";
    auto number = static_cast<std::uint64_t>(connection) & ~sansio::accepted_bit;
    std::string token;
    do {
        token.insert(token.begin(), digits[number % 16]);
        number /= 16;
    } while (number != 0);
    return token;
}

/// One number a peer, for Layer: FNV-1a over the certificate's fingerprint.
std::uint64_t peer_number(Link const& link) {
    if (!link.identity.leaf) return 0;
    std::uint64_t hash = 0xcbf29ce484222325U;
    for (char const letter : link.identity.leaf->fingerprint)
        hash = (hash ^ static_cast<unsigned char>(letter)) * 0x100000001b3U;
    return hash;
}

sip::proxy::Direction direction_from(Side side) {
    return side == Side::outside ? sip::proxy::Direction::inbound : sip::proxy::Direction::outbound;
}

std::string_view host_of(sip::Result<sip::Uri, sip::SyntaxFault> const& uri) {
    return uri && uri->is_sip() ? uri->host : std::string_view{};
}

/// A response to a CANCEL of ours.
bool is_to_cancel(sip::MessageView const& response) {
    auto const cseq = sip::cseq_of(response);
    return cseq && cseq->method == sip::Method::cancel;
}

bool in_dialog(sip::MessageView const& request) {
    auto const to = sip::address_of(request, sip::SingleHeader::to);
    return to && !to->tag().empty();
}

}  // namespace

Relay::Relay(std::shared_ptr<topology::Topology const> topology, Links& links, Routes& routes,
             sansio::Random random)
    : self_(std::move(topology)),
      links_(links),
      routes_(routes),
      random_(random),
      layer_(timer_values(self_.topology().timers), random_),
      answers_(links_, layer_, random_),
      parking_(parking_limits(self_.topology().limits), parking_wait(self_.topology().timers)) {}

void Relay::malformed(Link& link, sip::MessageView const& view, sip::SyntaxFault fault) {
    auto const& rule = sip::describe(fault.rule);
    ++counters_.refused;
    answers_.answer(link, view, self_, {rule.status, 0, {}, {}});
    reports_.push_back({sansio::Report::Level::warning,
                        "malformed",
                        {{"remote", link.remote.to_string()},
                         {"rule", std::string(rule.name)},
                         {"clause", std::string(rule.clause)},
                         {"offset", std::to_string(fault.offset)}}});
}

void Relay::request(Link& link, sip::MessageView const& request, sansio::Time now) {
    link.last_used = now;
    if (auto const rejection = sip::proxy::validate(request)) {
        ++counters_.refused;
        return answers_.answer(link, request, self_, {rejection->status(), 0, {}, rejection->headers});
    }
    auto const via = sip::top_via(request);
    sansio::check(via.has_value(), "a valid request has a top Via");
    auto const received = sip::received_parameters(*via, link.remote, connection_token(link.connection));
    auto const arrival = layer_.on_request(request, {link.connection, peer_number(link)}, received, now);

    if (auto const* const fresh = std::get_if<sip::transaction::NewRequest>(&arrival)) {
        layer_.note(fresh->id) = unanswered_bit;
        ++unanswered_;
        Passage const passage{link, request, fresh->id, now};
        if (draining_ && request.method() != sip::Method::bye)
            return refuse(passage, {503, 1007, {}, std::string(retry_soon)}, "going_down", now);
        decide(passage, nullptr, now);
    } else if (auto const* const repeated = std::get_if<sip::transaction::RepeatedRequest>(&arrival)) {
        if (repeated->repeat_status != 0) answers_.answer(repeated->id, repeated->repeat_status, {}, now);
    } else if (std::holds_alternative<sip::transaction::AckToForward>(arrival)) {
        decide({link, request, std::nullopt, now}, nullptr, now);
    } else if (auto const* const cancelling = std::get_if<sip::transaction::CancelRequest>(&arrival)) {
        cancel_request(link, request, cancelling->invite, now);
    } else if (auto const* const refused = std::get_if<sip::transaction::NotAccepted>(&arrival)) {
        bool const full = refused->why == sip::transaction::NotAccepted::Why::full;
        ++counters_.refused;
        answers_.answer(link, request, self_,
                        {full ? 503 : 400, 0, {}, full ? std::string(retry_soon) : std::string{}});
    }
}

void Relay::cancel_request(Link& link, sip::MessageView const& request, std::optional<TransactionId> invite,
                           sansio::Time now) {
    answers_.answer(link, request, self_, {invite ? 200 : 481, 0, {}, {}});
    if (invite) cancel(*invite, now);
}

void Relay::cancel(TransactionId id, sansio::Time now) {
    switch (layer_.cancel(id, now)) {
        case sip::transaction::CancelAdvice::wait:
            return;
        case sip::transaction::CancelAdvice::send: {
            auto const connection = layer_.client_connection(id);
            auto* const to = connection ? links_.find(*connection) : nullptr;
            if (!to || to->closing) return;
            links_.about_to_write(*to);
            layer_.write_cancel(id, to->out);
            return links_.written(*to);
        }
        case sip::transaction::CancelAdvice::late:
            // Nothing went out yet, so nobody else will end the INVITE (RFC 3261 §9.2).
            if (layer_.answered(id)) return;
            return conclude(id, 487, {}, now);
    }
}

void Relay::decide(Passage const& passage, dns::Service const* service, sansio::Time now) {
    auto const finding = sip::proxy::find_route(passage.view, self_.names());
    if (!finding)
        return refuse(passage, {finding.error().status(), 0, {}, finding.error().headers},
                      sip::describe(finding.error().fault.rule).name, now);
    auto verdict = judge(passage, *finding, service);
    if (auto const* const ask = std::get_if<policy::Ask>(&verdict); ask && !service)
        if (auto const* const known = routes_.service(ask->domain, now))
            verdict = judge(passage, *finding, known);
    if (auto const* const ask = std::get_if<policy::Ask>(&verdict)) {
        park(passage, {Awaited::What::service, std::string(ask->domain)}, now);
        return routes_.want_service(ask->domain, now);
    }
    if (auto const* const deny = std::get_if<policy::Deny>(&verdict))
        return refuse(passage, {deny->status, deny->diagnostic, {}, {}}, policy::rule_name(deny->rule), now);
    if (finding->request_uri_is_ours && !finding->next) {
        if (!passage.id) return;
        bool const options = passage.view.method() == sip::Method::options;
        return conclude(*passage.id, options ? 200 : 404, options ? allowed_methods : std::string_view{},
                        now);
    }
    forward(passage, *finding, std::get<policy::Allow>(verdict).route, now);
}

policy::Verdict Relay::judge(Passage const& passage, sip::proxy::RouteFinding const& route,
                             dns::Service const* service) const {
    auto const& view = passage.view;
    auto const to = host_of(sip::uri_of(view, sip::SingleHeader::to));
    auto const target = host_of(sip::Uri::parse(view.request_uri()));
    bool const for_us = route.request_uri_is_ours && !route.next;
    if (passage.link.side == Side::inside) {
        if (for_us) return policy::Allow{};
        // In a dialog the Request-URI is a Contact, which may be any host; To names the partner.
        return policy::outbound(self_.topology(), in_dialog(view) ? to : target);
    }
    policy::InboundRequest request;
    request.from_domain = host_of(sip::uri_of(view, sip::SingleHeader::from));
    request.to_domain = to;
    request.request_domain = target;
    request.method = view.method_text();
    request.in_dialog = in_dialog(view);
    if (route.next) {
        auto const next = sip::NameAddr::parse(*route.next);
        request.next_route_host = next ? host_of(next->uri()) : *route.next;
    }
    return policy::inbound(self_.topology(), request, passage.link.identity, service);
}

void Relay::forward(Passage const& passage, sip::proxy::RouteFinding const& finding,
                    policy::Route const& route, sansio::Time now) {
    Way way;
    if (passage.link.side == Side::outside) {
        way.fqdn = self_.topology().next_hop.fqdn;
        way.address = self_.topology().next_hop.address;
    } else {
        // A listed domain is spelled as the list has it, a discovered one as its sender likes.
        way.domain = sansio::lower_case(route.domain);
        way.fqdn = route.proxy_fqdn;
        way.address = route.proxy_address;
    }
    auto const connection = routes_.reach(way, now);
    if (!connection) return park(passage, {Awaited::What::destination, way.domain}, now);
    auto* const to = links_.find(*connection);
    sansio::check(to != nullptr, "a ready destination has a link");
    if (to->closing || over_cap(*to, passage.resumed))
        return refuse(passage, {503, 1007, {{"PeerServer", to->peer}}, std::string(retry_soon)},
                      "destination_full", now);
    write_request(passage, finding, route, *to, now);
}

bool Relay::over_cap(Link& to, bool resumed) {
    auto const& limits = self_.topology().limits;
    links_.about_to_write(to);
    if (to.left_over >= limits.soft_cap) return true;
    // A burst of one turn is no sign of a slow peer, but it has a bound. What was parked has passed its own.
    return !resumed && to.out.size() >= limits.hard_cap;
}

/// A request that nobody waits for any more must not arrive. What the driver has taken is out of reach; what has not
/// left the buffer goes with the connection (product.md §2: no copy after the sender's timer fired).
void Relay::withdraw(TransactionId id) {
    auto const connection = layer_.alive(id) ? layer_.client_connection(id) : std::nullopt;
    auto* const to = connection ? links_.find(*connection) : nullptr;
    if (to && to->taken < layer_.note(id) / 2) links_.close(*to, sansio::Close::Way::abort);
}

void Relay::write_request(Passage const& passage, sip::proxy::RouteFinding const& finding,
                          policy::Route const& route, Link& to, sansio::Time now) {
    auto const& view = passage.view;
    auto const via = sip::top_via(view);
    auto const received =
        sip::received_parameters(*via, passage.link.remote, connection_token(passage.link.connection));
    auto const stateless_branch = passage.id ? std::string{} : "z9hG4bK" + random_.hex(16);

    sip::proxy::ForwardPlan plan;
    plan.top_via_parameters = received;
    plan.sent_by = self_.sent_by(to.side);
    plan.branch = passage.id ? layer_.start_client(*passage.id, to.connection, now)
                             : std::string_view(stateless_branch);
    if (sip::proxy::wants_record_route(view.method())) plan.record_route = self_.record_route();
    if (passage.link.side == Side::outside) plan.added_headers = self_.trust(route.partner);
    plan.direction = direction_from(passage.link.side);
    plan.route = finding;

    rewrite_.clear();
    sip::proxy::forward(view, plan, rewrite_);
    links_.about_to_write(to);
    rewrite_.render(view.wire(), to.out);
    links_.written(to);
    to.last_used = now;
    to.partner = route.partner;
    ++counters_.forwarded;
    if (passage.id) layer_.note(*passage.id) = unanswered_bit | 2 * (to.taken + to.out.size());

    if (passage.id && view.method() == sip::Method::invite) {
        std::string routes;
        sip::proxy::copy_remaining_routes(view, finding, routes);
        auto const own_via = sip::proxy::own_via(plan.sent_by, plan.branch);
        layer_.keep_sent(*passage.id, {view.request_uri(), own_via, routes});
    }
}

void Relay::park(Passage const& passage, Awaited const& awaited, sansio::Time now) {
    ParkedMessage message{passage.link.connection, std::string(passage.view.wire()), passage.arrived, {}};
    if (passage.id) message.transaction = static_cast<std::uint64_t>(*passage.id);
    if (!parking_.park(awaited, std::move(message)))
        return refuse(passage, {503, 1007, {{"domain", awaited.name}}, std::string(retry_soon)},
                      "parking_full", now);
    ++counters_.parked;
}

void Relay::resume(ParkedMessage const& message, dns::Service const* service, sansio::Time now) {
    std::optional<TransactionId> id;
    if (message.transaction) id = TransactionId{*message.transaction};
    // Cancelled meanwhile.
    if (id && (!layer_.alive(*id) || layer_.answered(*id))) return;
    auto* const link = links_.find(message.from);
    if (!link || link->closing) {
        // Its sender has lost the connection and knows; what it counts as failed must not arrive.
        ++counters_.dropped;
        if (id) conclude(*id, 504, {}, now);
        return;
    }
    auto const view = sip::MessageView::parse(message.wire);
    sansio::check(view.has_value(), "what was parked had been parsed");
    decide({*link, *view, id, message.arrived, true}, service, now);
}

void Relay::refuse(Passage const& passage, Refusal const& refusal, std::string_view rule, sansio::Time now) {
    ++counters_.refused;
    sansio::Report report{sansio::Report::Level::info,
                          "refused",
                          {{"method", std::string(passage.view.method_text())},
                           {"uri", std::string(passage.view.request_uri())},
                           {"remote", passage.link.remote.to_string()},
                           {"rule", std::string(rule)},
                           {"status", std::to_string(refusal.status)}}};
    if (refusal.diagnostic != 0) report.fields.emplace_back("diagnostic", std::to_string(refusal.diagnostic));
    reports_.push_back(std::move(report));
    if (passage.id) conclude(*passage.id, refusal, now);
}

void Relay::give_up(std::vector<ParkedMessage> const& messages, Refusal const& refusal, std::string_view rule,
                    sansio::Time now) {
    for (auto const& message : messages) {
        ++counters_.refused;
        if (!message.transaction) continue;
        TransactionId const id{*message.transaction};
        if (!layer_.alive(id) || layer_.answered(id)) continue;
        conclude(id, refusal, now);
    }
    if (messages.empty()) return;
    reports_.push_back({sansio::Report::Level::warning,
                        "not_delivered",
                        {{"rule", std::string(rule)},
                         {"messages", std::to_string(messages.size())},
                         {"status", std::to_string(refusal.status)},
                         {"diagnostic", std::to_string(refusal.diagnostic)}}});
}

void Relay::service_known(ServiceKnown const& known, sansio::Time now) {
    for (auto const& message : parking_.release({Awaited::What::service, known.domain}))
        resume(message, known.service, now);
}

void Relay::reached(std::string const& domain, sansio::Time now) {
    for (auto const& message : parking_.release({Awaited::What::destination, domain}))
        resume(message, nullptr, now);
}

void Relay::not_reached(NotReached const& event, sansio::Time now) {
    auto const* const diagnostic = policy::find_diagnostic(event.why.diagnostic);
    sansio::check(diagnostic != nullptr, "an unreachable destination has a diagnostic of the table");
    auto const status = diagnostic->status == 0 ? 504 : diagnostic->status;
    give_up(parking_.release({Awaited::What::destination, event.domain}),
            {status, event.why.diagnostic, event.why.parameters, {}}, "unreachable", now);
}

void Relay::response(Link& link, sip::MessageView const& response, sansio::Time now) {
    link.last_used = now;
    // Judged before the transaction hears of it: what is not passed on must leave its timers running, or the sender of the
    // request would never have an answer (RFC 3261 §16.7 step 6).
    auto const verdict = sip::proxy::judge_response(response, self_.sent_by(link.side));
    bool const to_our_cancel = verdict == Verdict::for_us && is_to_cancel(response);
    bool const acceptable = verdict == Verdict::pass || verdict == Verdict::hop_only || to_our_cancel;
    auto const arrival =
        acceptable ? layer_.on_response(response, link.connection, now) : sip::transaction::ResponseArrival{};
    if (!arrival.id) {
        ++counters_.dropped;
        return;
    }
    if (arrival.acknowledge && !link.closing) {
        links_.about_to_write(link);
        layer_.write_ack(*arrival.id, response, link.out);
        links_.written(link);
    }
    if (arrival.cancel && !link.closing) {
        links_.about_to_write(link);
        layer_.write_cancel(*arrival.id, link.out);
        links_.written(link);
    }
    if (!arrival.pass || verdict != Verdict::pass) return;

    auto* const to = links_.find(layer_.source(*arrival.id).connection);
    // A slow caller can do without the progress of his call.
    bool const needless = response.status() < 200 && to && over_cap(*to, false);
    if (to && !to->closing && !needless) {
        rewrite_.clear();
        auto const headers = added_to_response(link, response);
        sip::proxy::pass_response(response, direction_from(link.side), headers, rewrite_);
        links_.about_to_write(*to);
        rewrite_.render(response.wire(), to->out);
        links_.written(*to);
        to->last_used = now;
        ++counters_.responses;
    } else {
        ++counters_.dropped;
    }
    if (response.status() >= 200) finished(*arrival.id);
    layer_.response_sent(*arrival.id, response.status(), now);
}

std::string Relay::added_to_response(Link const& from, sip::MessageView const& response) const {
    if (from.side == Side::inside) return {};
    std::string headers(self_.trust(from.partner));
    bool const silent =
        !response.has(sip::Header::ms_diagnostics) && !response.has(sip::Header::ms_diagnostics_public);
    if (response.status() < 400 || !silent) return headers;
    // facts/wire.md §1.7.6: the inside learns that the partner gave no reason.
    policy::DiagnosticParameter const parameters[] = {{"Domain", from.domain}, {"PeerServer", from.peer}};
    headers.append("ms-diagnostics: ");
    headers.append(policy::ms_diagnostics(1034, parameters, self_.topology().external.fqdn));
    headers.append("\r\n");
    return headers;
}

void Relay::connection_lost(sansio::ConnectionId connection,
                            std::optional<sansio::ConnectionFault> const& fault, sansio::Time now) {
    // A TLS 1.3 peer that refuses our certificate does so after our handshake is done (facts/wire.md §2, id 1047).
    using Stage = sansio::ConnectionFault::Stage;
    bool const refused = fault && (fault->stage == Stage::tls_refused || fault->stage == Stage::tls_protocol);
    if (refused)
        on_lost_connection_ = {
            504, 1047, {{"WinsockFailureCode", "10054"}, {"WinsockFailureDescription", fault->text}}, {}};
    layer_.connection_lost(connection, now);
    drain_events(now);
    on_lost_connection_ = {504, 1007, {}, {}};
}

void Relay::expire(sansio::Time now) {
    layer_.expire(now);
    while (auto const message = parking_.take_expired(now))
        give_up({*message}, {504, 1007, {}, {}}, "waited_too_long", now);
}

std::optional<sansio::Time> Relay::next_deadline() const {
    auto const one = layer_.next_deadline();
    auto const other = parking_.next_deadline();
    if (!one) return other;
    return other ? std::min(*one, *other) : one;
}

void Relay::drain_events(sansio::Time now) {
    using Kind = sip::transaction::TransactionEvent::Kind;
    while (auto const event = layer_.poll_event()) {
        switch (event->kind) {
            case Kind::trying_due:
                if (!layer_.answered(event->id)) answers_.answer(event->id, 100, {}, now);
                break;
            case Kind::client_timed_out:
                withdraw(event->id);
                conclude(event->id, {408, 1007, {}, {}}, now);
                break;
            case Kind::silence:
                withdraw(event->id);
                finished(event->id);
                break;
            case Kind::client_failed:
                conclude(event->id, on_lost_connection_, now);
                break;
            case Kind::timer_c:
                cancel(event->id, now);
                break;
            case Kind::terminated:
                break;
        }
    }
}

void Relay::conclude(TransactionId id, Refusal const& refusal, sansio::Time now) {
    // Before the answer: it may end the transaction, and then nothing can be noted of it.
    finished(id);
    answers_.answer(id, self_, refusal, now);
}

void Relay::conclude(TransactionId id, int status, std::string_view headers, sansio::Time now) {
    finished(id);
    answers_.answer(id, status, headers, now);
}

void Relay::finished(TransactionId id) {
    if (!layer_.alive(id)) return;
    auto& note = layer_.note(id);
    if ((note & unanswered_bit) == 0) return;
    note -= unanswered_bit;
    --unanswered_;
}

void Relay::reload(std::shared_ptr<topology::Topology const> topology) {
    self_ = Self(std::move(topology));
    parking_.set_limits(parking_limits(self_.topology().limits));
}

std::optional<sansio::Report> Relay::poll_report() {
    if (reports_.empty()) return std::nullopt;
    auto report = std::move(reports_.front());
    reports_.pop_front();
    return report;
}

}  // namespace edge
