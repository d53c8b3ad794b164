// A test's edge: it is fed with inputs, and what it asks for is kept. Connections are numbered by the test.
#pragma once
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "edge/service/edge.hpp"

namespace edge {

inline sansio::Endpoint endpoint(std::string_view text) {
    return *sansio::Endpoint::parse(text);
}

inline std::shared_ptr<topology::Topology> contoso() {
    auto topology = std::make_shared<topology::Topology>();
    topology->sip_domains.add({"contoso.com"});
    topology->external = {"sip.contoso.com", endpoint("127.0.1.10:5061")};
    topology->internal = {"edge-int.contoso.com", endpoint("127.0.1.11:5061")};
    topology->next_hop = {"pool01.contoso.com", endpoint("127.0.1.20:5061")};
    topology->access_edge.allow_federated_users = true;
    topology->allowed_domains.add(
        {"fabrikam.com", "sip.fabrikam.com", endpoint("127.0.1.30:5061"), "", false});
    return topology;
}

inline sansio::PeerIdentity named(std::string name) {
    sansio::PeerIdentity identity;
    identity.leaf.emplace();
    identity.leaf->has_subject_alt_name = true;
    identity.leaf->fingerprint = "of " + name;
    identity.leaf->dns_names = {std::move(name)};
    return identity;
}

inline std::string message(std::string_view from, std::string_view to, std::string_view more = {}) {
    std::string text = "MESSAGE sip:" + std::string(to) +
                       " SIP/2.0\r\nVia: SIP/2.0/TLS peer.example:5061;branch=z9hG4bKone\r\n";
    text.append("Max-Forwards: 70\r\nFrom: <sip:")
        .append(from)
        .append(">;tag=a\r\nTo: <sip:")
        .append(to)
        .append(">\r\n");
    text.append("Call-ID: one\r\nCSeq: 1 MESSAGE\r\n").append(more).append("Content-Length: 5\r\n\r\nhello");
    return text;
}

/// The answer that the receiver of `request` gives: status line and the headers that a response repeats.
inline std::string answer_to(std::string_view request, std::string_view status_line,
                             std::string_view more = {}) {
    std::string text(status_line);
    text.append("\r\n");
    for (auto rest = request; !rest.empty();) {
        auto const line = rest.substr(0, rest.find("\r\n"));
        rest.remove_prefix(line.size() + 2);
        if (line.empty()) break;
        for (std::string_view const kept : {"Via:", "From:", "To:", "Call-ID:", "CSeq:"})
            if (line.starts_with(kept)) text.append(line).append(kept == "To:" ? ";tag=b\r\n" : "\r\n");
    }
    text.append(more).append("Content-Length: 0\r\n\r\n");
    return text;
}

class World {
public:
    explicit World(std::shared_ptr<topology::Topology> topology = contoso())
        : edge({std::move(topology), {endpoint("127.0.1.2:10053")}, 7}) {
        edge.start(now);
        collect();
        feed(sansio::Listening{sansio::ListenerId{1}, endpoint("127.0.1.10:5061")});
        feed(sansio::Listening{sansio::ListenerId{2}, endpoint("127.0.1.11:5061")});
        for (auto const socket : {1U, 2U, 3U, 4U})
            feed(sansio::SocketOpen{sansio::SocketId{socket}, endpoint("127.0.1.10:40000")});
    }

    void feed(sansio::Input const& input) {
        edge.handle(input, now);
        collect();
    }
    sansio::ConnectionId accept(std::uint32_t listener, std::string name) {
        sansio::ConnectionId const id{sansio::accepted_bit | ++accepted_};
        feed(sansio::Accepted{
            id, sansio::ListenerId{listener}, {}, endpoint("127.0.1.99:40001"), named(std::move(name))});
        return id;
    }
    sansio::ConnectionId home() { return accept(2, "pool01.contoso.com"); }
    sansio::ConnectionId partner() { return accept(1, "sip.fabrikam.com"); }
    void say(sansio::ConnectionId from, std::string const& text) {
        feed(sansio::Received{from, sansio::as_bytes(text)});
    }
    /// Completes the connection that the edge asked for last.
    sansio::ConnectionId connect_as(std::string name) {
        auto const id = connects.back().connection;
        feed(sansio::Connected{id, {}, connects.back().remote, named(std::move(name))});
        return id;
    }
    /// All that waits for a connection, which is taken.
    std::string take(sansio::ConnectionId id) {
        std::string text(sansio::as_text(edge.unsent(id)));
        edge.sent(id, text.size());
        return text;
    }
    void pass(sansio::Duration time) {
        now += time;
        edge.expire(now);
        collect();
    }
    void collect() {
        while (auto const action = edge.poll_action()) {
            if (auto const* const connect = std::get_if<sansio::Connect>(&*action))
                connects.push_back(*connect);
            if (auto const* const close = std::get_if<sansio::Close>(&*action)) closes.push_back(*close);
            if (auto const* const datagram = std::get_if<sansio::SendDatagram>(&*action))
                datagrams.push_back(*datagram);
            if (auto const* const report = std::get_if<sansio::Report>(&*action)) reports.push_back(*report);
        }
    }
    /// What the log says of that event, one line each: "rule=loop clause=…".
    std::vector<std::string> logged(std::string_view event) const {
        std::vector<std::string> lines;
        for (auto const& report : reports) {
            if (report.event != event) continue;
            auto& line = lines.emplace_back();
            for (auto const& [key, value] : report.fields)
                line.append(line.empty() ? "" : " ").append(key).append("=").append(value);
        }
        return lines;
    }

    sansio::Time now{};
    Edge edge;
    std::vector<sansio::Connect> connects;
    std::vector<sansio::Close> closes;
    std::vector<sansio::SendDatagram> datagrams;
    std::vector<sansio::Report> reports;

private:
    std::uint32_t accepted_ = 0;
};

}  // namespace edge
