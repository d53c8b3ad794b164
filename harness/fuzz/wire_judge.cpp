#include "harness/fuzz/wire_judge.hpp"

#include <regex>

#include "simulators/wire/sip_reader.hpp"
#include "simulators/wire/slices.hpp"

namespace fuzz {

namespace {

/// Who may see what (facts/wire.md §1.4): none of these leaves the deployment.
constexpr std::string_view inner_headers[] = {"ms-edge-proxy-message-trust", "ms-user-data", "ms-diagnostics",
                                              "ms-client-diagnostics", "ms-split-domain-info"};
constexpr std::size_t delivered_kept_max = 64;

/// The Via at `place`, counted over lines and commas; empty: there are not so many.
std::string_view via(wire::RawMessage const& message, std::size_t place) {
    for (auto const line : message.values("Via"))
        for (auto const element : wire::elements(line))
            if (place-- == 0) return wire::trimmed(element);
    return {};
}

/// "SIP/2.0/TLS host:5061;branch=…" → "host:5061".
std::string_view sent_by(std::string_view element) {
    auto const space = element.find(' ');
    if (space == std::string_view::npos) return {};
    auto const rest = wire::trimmed(element.substr(space));
    return wire::trimmed(rest.substr(0, rest.find(';')));
}

constexpr std::size_t plain_via_max = 200;  // octets; std::regex recurses by the letter

/// A Via that everybody reads alike. The answer to any other carries what its writer could make of it.
bool is_plain(std::string_view element) {
    static std::regex const plain(
        R"(SIP/2\.0/TLS [A-Za-z0-9.-]+(:[1-9][0-9]{0,3})?(;[A-Za-z0-9-]+(=[A-Za-z0-9.@-]+)?)*)");
    return element.size() <= plain_via_max && std::regex_match(element.begin(), element.end(), plain);
}

/// Branch, sent-by and method of a request or response; the method as CSeq has it, which even a request with a start line
/// that nobody can read may have.
std::string transaction(wire::RawMessage const& message, std::string_view element) {
    std::string key(wire::parameter(element, "branch"));
    key.append(" ").append(sent_by(element)).append(" ").append(wire::cseq_method(message.value("CSeq")));
    return key;
}

}  // namespace

void WireJudge::opened(sansio::ConnectionId connection, Side side) {
    connections_[connection].side = side;
}

void WireJudge::closed(sansio::ConnectionId connection) {
    connections_[connection].open = false;
}

void WireJudge::complain(std::string_view what, wire::RawMessage const& message) {
    if (complaint_.empty()) complaint_.append(what).append(":\n").append(message.bytes());
}

void WireJudge::to_edge(sansio::ConnectionId id, std::string_view bytes) {
    auto& connection = connections_[id];
    if (connection.in_broken) return;
    connection.in.receive(std::as_bytes(std::span(bytes)));
    while (auto const next = connection.in.next()) {
        auto const* const message = std::get_if<wire::RawMessage>(&*next);
        if (!message) {
            connection.in_broken = any_broken_ = true;
            return;
        }
        if (message->is_request()) request_to_edge(id, connection, *message);
    }
}

void WireJudge::request_to_edge(sansio::ConnectionId id, Connection const& connection,
                                wire::RawMessage const& request) {
    auto const top = via(request, 0);
    if (!is_plain(top)) ++asked_illegibly_;
    auto& asked = asked_[transaction(request, top)];
    ++asked.times;
    asked.side = connection.side;
    asked.connection = id;
    // Strangers must agree that it is a good one before an answer is owed. One branch for two different requests is no
    // transaction that a judge could follow.
    asked.valid_invite = request.method() == "INVITE" && asked.times == 1 &&
                         wire::parameter(top, "branch").starts_with("z9hG4bK") &&
                         wire::read_sip(request.bytes()).has_value();
}

void WireJudge::from_edge(sansio::ConnectionId id, std::string_view bytes) {
    auto& connection = connections_[id];
    connection.out.receive(std::as_bytes(std::span(bytes)));
    while (auto const next = connection.out.next()) {
        auto const* const message = std::get_if<wire::RawMessage>(&*next);
        if (!message) {
            if (complaint_.empty())
                complaint_ = std::string("the edge wrote what cannot be cut into messages: ") +
                             wire::to_text(std::get<wire::SliceFault>(*next).rule);
            return;
        }
        headers_from_edge(connection, *message);
        if (message->is_request())
            request_from_edge(connection, *message);
        else
            response_from_edge(connection, *message);
    }
}

void WireJudge::headers_from_edge(Connection const& connection, wire::RawMessage const& message) {
    if (connection.side == Side::outside) {
        for (auto const name : inner_headers)
            if (message.has(name)) complain(std::string(name) + " left the deployment", message);
    } else if (message.values("ms-edge-proxy-message-trust").size() > 1) {
        complain("more than one trust header went in", message);
    }
    if (message.values("Content-Length").size() != 1) complain("no single Content-Length", message);
}

void WireJudge::request_from_edge(Connection& connection, wire::RawMessage const& request) {
    if (connection.delivered.size() < delivered_kept_max) connection.delivered.push_back(request);
    auto const theirs = via(request, 1);
    if (theirs.empty()) return;  // the edge's own: an ACK or CANCEL for its hop
    auto const key = transaction(request, theirs);
    if (connection.side == Side::inside && request.values("ms-edge-proxy-message-trust").size() != 1)
        complain("a request went in without one trust header", request);
    auto const said = asked_.find(key);
    if (said == asked_.end()) {
        if (!any_broken_) complain("the edge passed on what nobody said", request);
        return;
    }
    ++passed_on_total_;
    if (++passed_on_[key] > said->second.times) complain("delivered more often than it was said", request);
}

void WireJudge::response_from_edge(Connection const& connection, wire::RawMessage const& response) {
    if (response.status() < 100 || response.status() > 699) return complain("no status code", response);
    auto const found = asked_.find(transaction(response, via(response, 0)));
    if (found == asked_.end()) {
        if (asked_illegibly_ > 0) {
            if (response.status() >= 200) --asked_illegibly_;
        } else if (!any_broken_)
            complain("an answer to nothing that was asked", response);
        return;
    }
    auto& asked = found->second;
    if (asked.side != connection.side) complain("an answer on the other side of the edge", response);
    if (response.status() < 200) return;
    ++asked.finals;
    // A fork may answer an INVITE with several 2xx, each of which passes (RFC 3261 §16.7 step 5).
    bool const many = response.method() == "INVITE" && response.status() < 300;
    if (!many && asked.finals > asked.times && response.method() != "INVITE" && !any_broken_)
        complain("more answers than requests", response);
    if (response.status() == 408 && response.method() != "INVITE")
        complain("408 for a request that is no INVITE (RFC 4320 §4.2)", response);
}

void WireJudge::at_the_end() {
    for (auto const& [key, asked] : asked_) {
        auto const& connection = connections_.at(asked.connection);
        if (asked.valid_invite && asked.finals == 0 && connection.open && complaint_.empty())
            complaint_ = "an INVITE was never answered: " + key;
    }
}

std::vector<wire::RawMessage> const& WireJudge::delivered(sansio::ConnectionId connection) const {
    static std::vector<wire::RawMessage> const nothing;
    auto const found = connections_.find(connection);
    return found == connections_.end() ? nothing : found->second.delivered;
}

}  // namespace fuzz
