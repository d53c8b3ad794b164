#include "harness/fuzz/edge_script.hpp"

#include "sansio/byte_buffer.hpp"

namespace fuzz {

namespace {

using namespace std::chrono_literals;

constexpr sansio::Duration times[] = {1ms, 200ms, 500ms, 1s, 4s, 32s, 64s, 200s, 601s};
constexpr sansio::ConnectionFault::Stage stages[] = {
    sansio::ConnectionFault::Stage::refused,     sansio::ConnectionFault::Stage::timed_out,
    sansio::ConnectionFault::Stage::tls_refused, sansio::ConnectionFault::Stage::tls_chain,
    sansio::ConnectionFault::Stage::reset,       sansio::ConnectionFault::Stage::truncated};

// Those who connect to the edge; it may go back there with an answer whose connection is gone (RFC 3261 §18.2.2).
constexpr std::string_view asker = "127.0.1.99:40001";
constexpr std::string_view back_to_asker = "127.0.1.99:5061";

constexpr std::size_t actions_in_a_turn_max = 10'000;
constexpr std::size_t deadlines_at_once_max = 10'000;

sansio::Endpoint endpoint(std::string_view text) {
    return *sansio::Endpoint::parse(text);
}

std::shared_ptr<topology::Topology> contoso() {
    auto topology = std::make_shared<topology::Topology>();
    topology->sip_domains.add({"contoso.com"});
    topology->external = {"sip.contoso.com", endpoint("127.0.1.10:5061")};
    topology->internal = {"edge-int.contoso.com", endpoint("127.0.1.11:5061")};
    topology->next_hop = {"pool01.contoso.com", endpoint("127.0.1.20:5061")};
    topology->access_edge.allow_federated_users = true;
    topology->allowed_domains.add({"fabrikam.com", "", std::nullopt, "", false});
    topology->allowed_domains.add({"litware.com", "sip.litware.com", endpoint("127.0.1.31:5061"), "", false});
    topology->blocked_domains.add({"spam.example", ""});
    topology->limits.soft_cap = 4096;
    topology->limits.hard_cap = 16384;
    return topology;
}

sansio::PeerIdentity named(std::string name) {
    sansio::PeerIdentity identity;
    identity.tls_version = "TLSv1.3";
    identity.leaf.emplace();
    identity.leaf->has_subject_alt_name = true;
    identity.leaf->fingerprint = "of " + name;
    identity.leaf->dns_names = {std::move(name)};
    return identity;
}

void fill(internet::Zone& zone) {
    for (std::string const domain : {"fabrikam.com", "spam.example", "stranger.example"}) {
        zone.add({"_sipfederationtls._tcp." + domain, internet::SrvRecord{0, 0, 5061, "sip." + domain}});
        zone.add({"sip." + domain, *sansio::IpAddress::parse("127.0.1.30")});
    }
}

}  // namespace

EdgeScript::EdgeScript(std::span<std::byte const> script)
    : script_(script),
      topology_(contoso()),
      edge_({topology_, {endpoint("127.0.1.2:10053")}, 7}),
      dns_(endpoint("127.0.1.2:10053")) {
    fill(dns_.zone());
    dns_.start(now_);
    while (dns_.poll_action()) {
    }
    edge_.start(now_);
    collect();
}

EdgeScript::Peers::iterator EdgeScript::peer() {
    if (peers_.empty()) return peers_.end();
    return std::next(peers_.begin(), static_cast<std::ptrdiff_t>(script_.byte() % peers_.size()));
}

void EdgeScript::complain(std::string what) {
    if (complaint_.empty()) complaint_ = std::move(what);
}

std::string EdgeScript::play() {
    while (!script_.empty() && complaint_.empty() && judge_.complaint().empty()) step();
    for (auto& [id, peer] : peers_) peer.slow = false;
    for (int minute = 0; minute < 10 && complaint_.empty(); ++minute) {
        while (!wanted_.empty()) {
            auto const connect = wanted_.front();
            wanted_.pop_front();
            feed(sansio::ConnectFailed{connect.connection, {}});
        }
        advance(1min);
    }
    judge_.at_the_end();
    if (complaint_.empty() && judge_.complaint().empty() && !edge_.idle())
        complain("ten minutes later the edge is still not idle");
    return complaint_.empty() ? judge_.complaint() : complaint_;
}

void EdgeScript::step() {
    switch (script_.byte() % 12) {
        case 0:
            return accept();
        case 1:
        case 2:
        case 3:
            return say_request();
        case 4:
            return say_bytes();
        case 5:
        case 6:
            return answer();
        case 7:
            return connect();
        case 8:
            return answer_dns();
        case 9:
            return pass_time();
        case 10:
            return script_.byte() % 2 ? end_connection() : change_reader();
        default:
            return configure();
    }
}

void EdgeScript::accept() {
    if (peers_.size() >= 8) return;
    auto const kind = script_.byte() % 5;
    sansio::ConnectionId const id{sansio::accepted_bit | ++accepted_};
    bool const inside = kind == 0;
    std::string const names[] = {"pool01.contoso.com", "sip.fabrikam.com", "sip.litware.com",
                                 "sip.spam.example", ""};
    auto const side = inside ? WireJudge::Side::inside : WireJudge::Side::outside;
    peers_[id].side = side;
    judge_.opened(id, side);
    feed(sansio::Accepted{id,
                          sansio::ListenerId{inside ? 2U : 1U},
                          {},
                          endpoint(asker),
                          names[kind].empty() ? sansio::PeerIdentity{} : named(names[kind])});
}

void EdgeScript::hear(sansio::ConnectionId connection, std::string_view bytes) {
    judge_.to_edge(connection, bytes);
    feed(sansio::Received{connection, std::as_bytes(std::span(bytes))});
}

void EdgeScript::say_request() {
    auto const from = peer();
    if (from == peers_.end()) return;
    auto const id = from->first;
    hear(id, script_.request(from->second.side));
}

void EdgeScript::say_bytes() {
    auto const from = peer();
    std::size_t const wanted = script_.byte();
    if (from != peers_.end()) hear(from->first, script_.bytes(wanted));
}

void EdgeScript::answer() {
    auto const at = peer();
    if (at == peers_.end()) return;
    auto const& delivered = judge_.delivered(at->first);
    if (delivered.empty()) return;
    auto const& request = delivered[script_.byte() % delivered.size()];
    auto const text = script_.response(request);
    if (request.method() != "ACK") hear(at->first, text);
}

void EdgeScript::connect() {
    if (wanted_.empty()) return;
    auto const wanted = wanted_.front();
    wanted_.pop_front();
    auto const how = script_.byte() % 10;
    if (how >= 7)
        return feed(sansio::ConnectFailed{
            wanted.connection, {stages[script_.byte() % std::size(stages)], {}, "so it was drawn"}});
    bool const inside = wanted.remote == topology_->next_hop.address;
    auto const side = inside ? WireJudge::Side::inside : WireJudge::Side::outside;
    peers_[wanted.connection].side = side;
    judge_.opened(wanted.connection, side);
    bool const litware = wanted.remote == endpoint("127.0.1.31:5061");
    std::string const right = inside    ? "pool01.contoso.com"
                              : litware ? "sip.litware.com"
                                        : "sip.fabrikam.com";
    feed(sansio::Connected{wanted.connection, {}, wanted.remote, named(how == 6 ? "wrong.example" : right)});
}

void EdgeScript::end_connection() {
    auto const ended = peer();
    if (ended == peers_.end()) return;
    auto const id = ended->first;
    std::optional<sansio::ConnectionFault> fault;
    auto const how = script_.byte() % (std::size(stages) + 1);
    if (how < std::size(stages)) fault = {stages[how], {}, "so it was drawn"};
    peers_.erase(ended);
    judge_.closed(id);
    feed(sansio::Closed{id, fault});
}

void EdgeScript::answer_dns() {
    if (queries_.empty()) return;
    auto const query = queries_.front();
    queries_.pop_front();
    auto const how = script_.byte() % 6;
    if (how == 5) return;  // lost
    if (how == 4) dns_.set_fault("", {internet::DnsFault::Kind::server_failure});
    if (how == 3) dns_.set_fault("", {internet::DnsFault::Kind::garbage});
    dns_.handle(sansio::DatagramReceived{sansio::SocketId{1}, endpoint("127.0.1.10:40000"),
                                         std::as_bytes(std::span(query.bytes))},
                now_);
    dns_.clear_faults();
    std::deque<std::string> replies;
    while (auto const action = dns_.poll_action())
        if (auto const* const reply = std::get_if<sansio::SendDatagram>(&*action))
            replies.push_back(reply->bytes);
    for (auto const& reply : replies)
        feed(sansio::DatagramReceived{query.socket, query.to, std::as_bytes(std::span(reply))});
}

void EdgeScript::pass_time() {
    advance(times[script_.byte() % std::size(times)]);
}

void EdgeScript::change_reader() {
    auto const changed = peer();
    if (changed == peers_.end()) return;
    changed->second.slow = !changed->second.slow;
    collect();
}

void EdgeScript::configure() {
    auto const how = script_.byte();
    if (how == 0xff) {
        draining_ = true;
        edge_.drain(now_);
    } else {
        auto next = std::make_shared<topology::Topology>(*topology_);
        next->access_edge.allow_federated_users = how % 4 != 0;
        next->access_edge.enable_partner_discovery = how % 2 != 0;
        topology_ = next;
        edge_.reload(topology_, now_);
    }
    collect();
}

void EdgeScript::advance(sansio::Duration time) {
    auto const end = now_ + time;
    std::size_t at_once = 0;
    while (complaint_.empty()) {
        auto const deadline = edge_.next_deadline();
        if (!deadline || *deadline > end) break;
        at_once = *deadline > now_ ? 0 : at_once + 1;
        if (at_once > deadlines_at_once_max) return complain("time does not pass: a deadline stays due");
        now_ = std::max(now_, *deadline);
        edge_.expire(now_);
        collect();
    }
    now_ = end;
}

void EdgeScript::feed(sansio::Input const& input) {
    edge_.handle(input, now_);
    collect();
}

void EdgeScript::collect() {
    std::deque<sansio::ConnectionId> gone;
    std::size_t actions = 0;
    bool again = true;
    while (again) {
        again = false;
        while (auto const action = edge_.poll_action()) {
            if (++actions > actions_in_a_turn_max) return complain("a turn without end");
            act(*action);
            again = true;
        }
        take_all();
        // Answered when the turn is over, as a driver does.
        auto const closing = std::exchange(closing_, {});
        for (auto const& [id, flush] : closing) {
            if (flush && peers_.contains(id)) peers_[id].slow = false, take_all();
            if (peers_.erase(id) != 0) {
                judge_.closed(id);
                edge_.handle(sansio::Closed{id, std::nullopt}, now_);
            } else {
                std::erase_if(wanted_, [wanted = id](auto const& one) { return one.connection == wanted; });
                edge_.handle(sansio::ConnectFailed{id, {}}, now_);
            }
            again = true;
        }
    }
}

void EdgeScript::act(sansio::Action const& action) {
    if (auto const* const listen = std::get_if<sansio::Listen>(&action)) {
        edge_.handle(sansio::Listening{listen->listener, listen->local}, now_);
    } else if (auto const* const socket = std::get_if<sansio::OpenSocket>(&action)) {
        edge_.handle(sansio::SocketOpen{socket->socket, endpoint("127.0.1.10:40000")}, now_);
    } else if (auto const* const connect = std::get_if<sansio::Connect>(&action)) {
        auto const& to = connect->remote;
        bool const known = to == topology_->next_hop.address || to == endpoint("127.0.1.30:5061") ||
                           to == endpoint("127.0.1.31:5061") || to == endpoint("127.0.1.2:10053") ||
                           to == endpoint(back_to_asker);
        if (!known) complain("a connection to nowhere that the edge was told of: " + to.to_string());
        wanted_.push_back(*connect);
    } else if (auto const* const close = std::get_if<sansio::Close>(&action)) {
        closing_[close->connection] = close->way == sansio::Close::Way::flush;
    } else if (auto const* const datagram = std::get_if<sansio::SendDatagram>(&action)) {
        queries_.push_back(*datagram);
    }
}

void EdgeScript::take_all() {
    for (auto const& [id, peer] : peers_) {
        if (peer.slow) continue;
        auto const bytes = edge_.unsent(id);
        if (bytes.empty()) continue;
        judge_.from_edge(id, sansio::as_text(bytes));
        edge_.sent(id, bytes.size());
    }
}

}  // namespace fuzz
