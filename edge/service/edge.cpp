#include "edge/service/edge.hpp"

#include <algorithm>

#include "edge/certificates/identity.hpp"

namespace edge {

namespace {

constexpr sansio::ListenerId outside_listener{1};
constexpr sansio::ListenerId inside_listener{2};

using Level = sansio::Report::Level;
using Stage = sansio::ConnectionFault::Stage;

dns::TargetRule target_rule(topology::Topology const& topology) {
    return topology.choices.accept_srv_target_in_zone ? dns::TargetRule::in_zone : dns::TargetRule::one_label;
}

dns::Settings dns_settings(std::vector<sansio::Endpoint> resolvers, topology::Topology const& topology) {
    dns::Settings settings;
    settings.servers = std::move(resolvers);
    settings.ttl_scale = topology.timers.scale;
    for (auto* const wait : {&settings.try_wait, &settings.server_rest, &settings.ttl_min, &settings.ttl_max,
                             &settings.negative_ttl_max, &settings.stale_max, &settings.stale_ttl})
        *wait = topology.timers.scaled(*wait);
    return settings;
}

std::optional<sansio::IpAddress> address_of(topology::Interface const& interface) {
    auto const& address = interface.listen.address;
    if (std::ranges::all_of(address.bytes, [](auto byte) { return byte == 0; })) return std::nullopt;
    return address;
}

RouteSettings route_settings(topology::Topology const& topology) {
    RouteSettings settings;
    settings.links_per_partner = topology.access_edge.outgoing_tls_count_for_federated_partners;
    settings.backoff_first = topology.timers.scaled(settings.backoff_first);
    settings.backoff_last = topology.timers.scaled(settings.backoff_last);
    settings.penalty_max = topology.timers.scaled(settings.penalty_max);
    settings.scale = topology.timers.scale;
    settings.outside_address = address_of(topology.external);
    settings.inside_address = address_of(topology.internal);
    return settings;
}

bool judges_late(sansio::PeerIdentity const& server) {
    return server.tls_version == "TLSv1.3" || server.tls_version == "plain";
}

std::string describe(sansio::ConnectionFault const& fault) {
    return fault.chain.text.empty() ? fault.text : fault.chain.text;
}

std::string_view side_name(Side side) {
    return side == Side::outside ? "outside" : "inside";
}

}  // namespace

Edge::Edge(EdgeSettings settings)
    : resolver_family_(settings.resolvers.at(0).address.family),
      random_(settings.seed),
      links_(settings.topology->timers.scaled(settings.topology->timers.idle),
             settings.topology->limits.hard_cap,
             settings.topology->timers.scaled(settings.topology->timers.silence),
             settings.topology->limits.links_per_peer),
      routes_(dns_settings(settings.resolvers, *settings.topology), target_rule(*settings.topology),
              route_settings(*settings.topology), random_.fork(1)),
      relay_(settings.topology, links_, routes_, random_.fork(2)) {
    auto random = random_.fork(3);
    links_.set_reopen_wait(settings.topology->timers.scaled(Links::reopen_wait));
    links_.set_peer_key({random.next(), random.next()});
    links_.set_origin(Side::outside, {address_of(settings.topology->external), outside_profile});
    links_.set_origin(Side::inside, {address_of(settings.topology->internal), inside_profile});
}

void Edge::start(sansio::Time) {
    auto const& topology = relay_.self().topology();
    actions_.emplace_back(sansio::Listen{outside_listener, topology.external.listen, outside_profile});
    actions_.emplace_back(sansio::Listen{inside_listener, topology.internal.listen, inside_profile});
    // Questions leave from the external address: the firewall table lets DNS out from there (facts/lync.md §2.2).
    sansio::Endpoint any{topology.external.listen.address, 0};
    if (any.address.family != resolver_family_) any.address = sansio::IpAddress{resolver_family_, {}};
    for (std::uint32_t socket = 1; socket <= routes_.lookups().sockets(); ++socket, ++openings_)
        actions_.emplace_back(sansio::OpenSocket{sansio::SocketId{socket}, any});
}

void Edge::handle(sansio::Input const& input, sansio::Time now) {
    if (!routes_.lookups().handle(input, now)) std::visit([&](auto const& one) { on(one, now); }, input);
    turn(now);
}

void Edge::expire(sansio::Time now) {
    links_.expire(now);
    routes_.expire(now);
    relay_.expire(now);
    turn(now);
}

/// Whatever one part has to say may move another, until all are quiet.
void Edge::turn(sansio::Time now) {
    for (;;) {
        relay_.drain_events(now);
        while (auto const connection = routes_.poll_retired())
            links_.retire(*connection, sansio::Close::Way::flush, now);
        auto const event = routes_.poll_event(now);
        if (!event) break;
        handle_route_event(*event, now);
    }
    relay_.close_retired(now);
    // What is still unsent need not be waited for: Way::flush sends it first.
    if (draining_ && !said_goodbye_ && relay_.idle() && !routes_.busy()) {
        said_goodbye_ = true;
        links_.close_if([](Link const&) { return true; }, sansio::Close::Way::flush);
    }
}

void Edge::handle_route_event(Routes::Event const& event, sansio::Time now) {
    if (auto const* const known = std::get_if<ServiceKnown>(&event)) return relay_.service_known(*known, now);
    if (auto const* const failed = std::get_if<NotReached>(&event)) {
        report(Level::warning, "unreachable",
               {{"domain", failed->domain.empty() ? "(inside)" : failed->domain},
                {"diagnostic", std::to_string(failed->why.diagnostic)}});
        for (auto const& parameter : failed->why.parameters)
            std::get<sansio::Report>(actions_.back()).fields.push_back(parameter);
        return relay_.not_reached(*failed, now);
    }
    if (auto const* const usable = std::get_if<Usable>(&event)) return relay_.reached(usable->domain, now);
    auto const& reached = std::get<Reached>(event);
    auto& link = links_.add(reached.connection, reached.domain.empty() ? Side::inside : Side::outside,
                            reached.remote, reached.identity, now);
    link.peer = reached.fqdn;
    link.domain = reached.domain;
    report(Level::info, "connected",
           {{"peer", reached.fqdn},
            {"remote", reached.remote.to_string()},
            {"tls", reached.identity.tls_version},
            {"resumed", reached.identity.resumed ? "true" : "false"}});
    relay_.reached(reached.domain, now);
}

void Edge::on(sansio::Listening const& input, sansio::Time) {
    ++opened_;
    report(
        Level::info, "listening",
        {{"side", std::string(side_name(input.listener == outside_listener ? Side::outside : Side::inside))},
         {"local", input.local.to_string()}});
}

void Edge::on(sansio::ListenFailed const& input, sansio::Time) {
    start_failure_ = input.text;
    report(Level::error, "listen_failed", {{"cause", input.text}});
}

void Edge::on(sansio::SocketOpen const&, sansio::Time) {
    ++opened_;
}

void Edge::on(sansio::SocketFailed const& input, sansio::Time) {
    // Questions leave from an address where the edge listens; what is wrong with it is said once.
    if (start_failure_.starts_with(input.text.substr(0, input.text.rfind(':') + 1)) &&
        !start_failure_.empty())
        return;
    if (start_failure_.empty()) start_failure_ = input.text;
    report(Level::error, "socket_failed", {{"cause", input.text}});
}

void Edge::on(sansio::Accepted const& input, sansio::Time now) {
    auto const side = input.listener == outside_listener ? Side::outside : Side::inside;
    auto const& next_hop = relay_.self().topology().next_hop.fqdn;
    bool const known = side == Side::inside ? certificates::is_server(input.identity, next_hop)
                                            : input.identity.leaf.has_value();
    if (!known || draining_) {
        actions_.emplace_back(sansio::Close{input.connection, sansio::Close::Way::abort});
        report(
            Level::warning, "peer_refused",
            {{"side", std::string(side_name(side))},
             {"remote", input.remote.to_string()},
             {"cause", draining_ ? "the edge is going down" : "the certificate does not name " + next_hop}});
        return;
    }
    if (!links_.accept(input.connection, side, input.remote, input.identity, now)) {
        actions_.emplace_back(sansio::Close{input.connection, sansio::Close::Way::abort});
        report(Level::warning, "peer_refused",
               {{"side", std::string(side_name(side))},
                {"remote", input.remote.to_string()},
                {"cause", "the peer has opened too many connections"}});
        return;
    }
    report(Level::info, "accepted",
           {{"side", std::string(side_name(side))},
            {"remote", input.remote.to_string()},
            {"names", input.identity.leaf ? certificates::names_text(*input.identity.leaf) : std::string{}},
            {"tls", input.identity.tls_version},
            {"resumed", input.identity.resumed ? "true" : "false"}});
}

void Edge::on(sansio::AcceptFailed const& input, sansio::Time) {
    report(
        Level::warning, "handshake_failed",
        {{"side", std::string(side_name(input.listener == outside_listener ? Side::outside : Side::inside))},
         {"remote", input.remote.to_string()},
         {"cause", describe(input.fault)}});
}

void Edge::on(sansio::Connected const& input, sansio::Time now) {
    if (!Links::is_returning(input.connection)) return routes_.connected(input);
    bool const same = links_.connected(input, now);
    report(same ? Level::info : Level::warning, same ? "connected_back" : "stranger_on_the_way_back",
           {{"remote", input.remote.to_string()}, {"tls", input.identity.tls_version}});
}

void Edge::on(sansio::ConnectFailed const& input, sansio::Time now) {
    if (!Links::is_returning(input.connection)) return routes_.connect_failed(input);
    report(Level::warning, "no_way_back", {{"cause", describe(input.fault)}});
    links_.connect_failed(input.connection, now);
}

void Edge::on(sansio::Received const& input, sansio::Time now) {
    auto* const link = links_.find(input.connection);
    if (!link || link->closing) return;
    link->framer.receive(input.bytes, now);
    while (auto const event = link->framer.poll_event()) {
        read(*link, *event, now);
        // Nothing is read of a peer that we close; it will send no more.
        if (link->closing) return;
    }
    links_.has_read(*link, input.bytes.size(), now);
}

void Edge::read(Link& link, sip::Framer::Event const& event, sansio::Time now) {
    link.spoke = true;
    if (auto const* const message = std::get_if<sip::MessageReceived>(&event)) {
        if (message->view->is_request())
            relay_.request(link, *message->view, now);
        else
            relay_.response(link, *message->view, now);
    } else if (auto const* const malformed = std::get_if<sip::MalformedReceived>(&event)) {
        relay_.malformed(link, *malformed->view, malformed->fault);
        report_fault("malformed", link, malformed->fault, now);
    } else if (std::holds_alternative<sip::PingReceived>(event)) {
        // Whoever keeps a connection alive is not silent (RFC 5626 §4.4.1).
        link.last_used = now;
        links_.about_to_write(link);
        link.out.append("\r\n");
        links_.written(link);
    } else {
        auto const& fault = std::get<sip::StreamFault>(event);
        if (fault.head) relay_.malformed(link, *fault.head, fault.fault);
        report_fault("stream_unreadable", link, fault.fault, now);
        links_.close(link, sansio::Close::Way::flush);
    }
}

void Edge::report_fault(std::string event, Link& link, sip::SyntaxFault fault, sansio::Time now) {
    if (!link.log_share.take(now)) return;
    auto const& rule = sip::describe(fault.rule);
    sansio::Report report{Level::warning,
                          std::move(event),
                          {{"remote", link.remote.to_string()},
                           {"rule", std::string(rule.name)},
                           {"clause", std::string(rule.clause)},
                           {"cause", std::string(rule.text)},
                           {"offset", std::to_string(fault.offset)}}};
    link.log_share.tell(report);
    actions_.emplace_back(std::move(report));
}

/// The rest of a message that has begun will not come. Its sender is gone, so nobody is answered.
void Edge::end_of_stream(Link& link, sansio::Time now) {
    link.framer.end_of_stream(now);
    while (auto const event = link.framer.poll_event())
        if (auto const* const cut = std::get_if<sip::StreamFault>(&*event))
            report_fault("stream_unreadable", link, cut->fault, now);
}

void Edge::on(sansio::Closed const& input, sansio::Time now) {
    auto* const link = links_.find(input.connection);
    // What ends a link that we close says nothing about its peer.
    if (link && !link->closing && !input.fault) end_of_stream(*link, now);
    if (link) {
        sansio::Report closed{Level::info,
                              "closed",
                              {{"remote", link->remote.to_string()},
                               {"cause", input.fault ? describe(*input.fault) : std::string("in order")}}};
        link->log_share.tell(closed);
        actions_.emplace_back(std::move(closed));
    }
    // RFC 8446 §4.4.2: a client's certificate is judged after its handshake is done. Who breaks off before his first byte
    // has refused ours, by an alert, or by a reset as Schannel does (facts/wire.md §1.1). In TLS 1.2 he would have before.
    bool const unused = link && !link->incoming && link->received == 0 && judges_late(link->identity);
    auto fault = input.fault;
    if (unused && fault && (fault->stage == Stage::reset || fault->stage == Stage::truncated))
        fault->stage = Stage::tls_refused;
    routes_.lost(input.connection, fault, unused, now);
    links_.remove(input.connection);
    relay_.connection_lost(input.connection, fault, now);
}

std::optional<sansio::Time> Edge::next_deadline() const {
    std::optional<sansio::Time> earliest;
    for (auto const& deadline : {links_.next_deadline(), routes_.next_deadline(), relay_.next_deadline()})
        if (deadline && (!earliest || *deadline < *earliest)) earliest = deadline;
    return earliest;
}

std::optional<sansio::Action> Edge::poll_action() {
    if (!actions_.empty()) {
        auto action = std::move(actions_.front());
        actions_.pop_front();
        return action;
    }
    if (auto report = relay_.poll_report()) return std::move(*report);
    if (auto action = routes_.poll_action()) return action;
    auto action = links_.poll_action();
    if (!action) links_.end_turn();
    // A link that is closing serves nobody, and its end may take a while: the next request opens another.
    if (action)
        if (auto const* const close = std::get_if<sansio::Close>(&*action))
            routes_.given_up(close->connection);
    return action;
}

std::span<std::byte const> Edge::unsent(sansio::ConnectionId connection) const {
    if (Lookups::owns(connection)) return routes_.lookups().unsent(connection);
    auto const* const link = links_.find(connection);
    return link ? link->out.bytes() : std::span<std::byte const>{};
}

void Edge::sent(sansio::ConnectionId connection, std::size_t count) {
    if (Lookups::owns(connection)) return routes_.lookups().sent(connection, count);
    links_.sent(connection, count);
}

void Edge::reload(std::shared_ptr<topology::Topology const> topology, sansio::Time now) {
    auto const& before = relay_.self().topology();
    bool const restart = before.external != topology->external || before.internal != topology->internal ||
                         before.timers != topology->timers;
    if (restart)
        report(Level::warning, "restart_needed",
               {{"cause", "names and addresses of the edge and its timers are read at the start only"}});
    links_.set_caps(topology->limits.hard_cap, topology->limits.links_per_peer);
    // Whoever is not the next hop any longer has no business inside.
    links_.close_if(
        [&](Link const& link) {
            return link.side == Side::inside &&
                   !certificates::is_server(link.identity, topology->next_hop.fqdn);
        },
        sansio::Close::Way::flush);
    routes_.set_rule(target_rule(*topology));
    routes_.set_links_per_partner(topology->access_edge.outgoing_tls_count_for_federated_partners);
    relay_.reload(std::move(topology));
    report(Level::info, "reloaded",
           {{"allowed_domains", std::to_string(relay_.self().topology().allowed_domains.size())},
            {"blocked_domains", std::to_string(relay_.self().topology().blocked_domains.size())}});
    turn(now);
}

void Edge::drain(sansio::Time now) {
    if (draining_) return;
    draining_ = true;
    relay_.drain(now);
    actions_.emplace_back(sansio::StopListening{outside_listener});
    actions_.emplace_back(sansio::StopListening{inside_listener});
    report(Level::info, "draining", {{"connections", std::to_string(links_.size())}});
    turn(now);
}

void Edge::report(Level level, std::string event, std::vector<std::pair<std::string, std::string>> fields) {
    actions_.emplace_back(sansio::Report{level, std::move(event), std::move(fields)});
}

}  // namespace edge
