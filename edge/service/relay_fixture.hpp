// A test's requests and partners for what the relay does with them.
#pragma once
#include <string>
#include <string_view>
#include <utility>

#include "edge/dns/message_builder.hpp"
#include "edge/service/edge_fixture.hpp"

namespace edge {

/// From alice to bob, with `branch` as Call-ID, too.
inline std::string request(std::string_view method, std::string_view branch, std::string_view more = {}) {
    std::string text(method);
    text.append(" sip:bob@fabrikam.com SIP/2.0\r\nVia: SIP/2.0/TLS pool01.contoso.com:5061;branch=z9hG4bK");
    text.append(branch).append("\r\nMax-Forwards: 70\r\nFrom: <sip:alice@contoso.com>;tag=a\r\n");
    text.append("To: <sip:bob@fabrikam.com>\r\nCall-ID: ").append(branch).append("\r\nCSeq: 1 ");
    return text.append(method).append("\r\n").append(more).append("Content-Length: 0\r\n\r\n");
}

inline std::string replaced(std::string text, std::string_view old, std::string_view with) {
    for (auto at = text.find(old); at != std::string::npos; at = text.find(old, at + with.size()))
        text.replace(at, old.size(), with);
    return text;
}

inline std::string value_of(std::string_view text, std::string_view name) {
    auto const line = text.find("\r\n" + std::string(name) + ": ");
    if (line == std::string_view::npos) return {};
    auto const value = text.substr(line + name.size() + 4);
    return std::string(value.substr(0, value.find("\r\n")));
}

inline std::size_t count(std::string_view text, std::string_view what) {
    std::size_t found = 0;
    for (auto at = text.find(what); at != std::string_view::npos; at = text.find(what, at + 1)) ++found;
    return found;
}

/// One connection a partner, so that a test knows where a request goes.
inline std::shared_ptr<topology::Topology> one_link() {
    auto topology = contoso();
    topology->access_edge.outgoing_tls_count_for_federated_partners = 1;
    return topology;
}

/// litware.com has two servers, which DNS tells.
class Litware : public World {
public:
    Litware() : World(with_litware()) {}

    static std::shared_ptr<topology::Topology> with_litware() {
        auto topology = one_link();
        topology->allowed_domains.add({"litware.com", "", {}, "", false});
        return topology;
    }
    void say_to_litware(sansio::ConnectionId from, std::string_view text) {
        say(from, replaced(std::string(text), "fabrikam", "litware"));
        while (answer_dns()) {
        }
    }
    bool answer_dns() {
        auto const waiting = std::exchange(datagrams, {});
        for (auto const& query : waiting) answer(query);
        return !waiting.empty();
    }
    void answer(sansio::SendDatagram const& query) {
        constexpr std::string_view service = "_sipfederationtls._tcp.litware.com";
        auto const name = dns::question_name(query.bytes);
        dns::Message reply;
        reply.id = static_cast<std::uint16_t>(static_cast<unsigned char>(query.bytes[0]) * 256U +
                                              static_cast<unsigned char>(query.bytes[1]));
        reply.question = query.bytes.substr(12);
        if (sansio::equal_ignoring_case(name, service))
            reply.answers = {dns::srv_bytes(service, 3600, {10, 0, 5061, "one.litware.com"}),
                             dns::srv_bytes(service, 3600, {20, 0, 5061, "two.litware.com"})};
        else if (name.size() == 15 && reply.question[reply.question.size() - 3] == 1)
            reply.answers = {dns::a_bytes(
                name, 3600,
                std::string("\x7f\x00\x01", 3) + (name[0] == 'o' || name[0] == 'O' ? '\x1f' : ' '))};
        auto const bytes = reply.bytes();
        feed(sansio::DatagramReceived{query.socket, query.to, sansio::as_bytes(bytes)});
    }
};

}  // namespace edge
