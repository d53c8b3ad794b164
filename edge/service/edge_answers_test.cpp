// The edge under every_answer: each answer that it awaits from DNS, from its driver and from its peers is in turn late,
// failed, lost or given twice, and all are shuffled. Whatever happens, nobody is answered twice and nothing waits for ever.
#include <gtest/gtest.h>

#include "edge/dns/message_builder.hpp"
#include "edge/service/edge.hpp"
#include "sansio/testing/every_answer.hpp"

namespace edge {
namespace {

using namespace std::chrono_literals;
using sansio::ConnectionId;
using sansio::testing::AnswerStage;
using sansio::testing::every_answer;
using Play = sansio::testing::Play<Edge>;

constexpr sansio::ListenerId outside{1};
constexpr sansio::ListenerId inside{2};
constexpr ConnectionId home{sansio::accepted_bit | 1U};
constexpr ConnectionId fabrikam{sansio::accepted_bit | 2U};
constexpr ConnectionId litware{sansio::accepted_bit | 3U};

sansio::Endpoint endpoint(std::string_view text) {
    return *sansio::Endpoint::parse(text);
}

/// fabrikam.com is listed with its server, litware.com is found by SRV.
std::unique_ptr<Edge> make_edge() {
    auto topology = std::make_shared<topology::Topology>();
    topology->sip_domains.add({"contoso.com"});
    topology->external = {"sip.contoso.com", endpoint("127.0.1.10:5061")};
    topology->internal = {"edge-int.contoso.com", endpoint("127.0.1.11:5061")};
    topology->next_hop = {"pool01.contoso.com", endpoint("127.0.1.20:5061")};
    topology->access_edge.allow_federated_users = true;
    topology->allowed_domains.add(
        {"fabrikam.com", "sip.fabrikam.com", endpoint("127.0.1.30:5061"), "", false});
    topology->allowed_domains.add({"litware.com", "", {}, "", false});
    return std::make_unique<Edge>(EdgeSettings{std::move(topology), {endpoint("127.0.1.2:10053")}, 7});
}

/// One certificate for whoever is there: what names mean is tested elsewhere.
sansio::PeerIdentity everybody() {
    sansio::PeerIdentity identity;
    identity.leaf.emplace();
    identity.leaf->has_subject_alt_name = true;
    identity.leaf->fingerprint = "everybody";
    identity.leaf->dns_names = {"pool01.contoso.com", "sip.fabrikam.com", "sip.litware.com"};
    return identity;
}

std::string request(std::string_view method, std::string_view from, std::string_view to,
                    std::string_view branch) {
    std::string text(method);
    text.append(" sip:")
        .append(to)
        .append(" SIP/2.0\r\nVia: SIP/2.0/TLS peer.example:5061;branch=z9hG4bK")
        .append(branch);
    text.append("\r\nMax-Forwards: 70\r\nFrom: <sip:")
        .append(from)
        .append(">;tag=a\r\nTo: <sip:")
        .append(to)
        .append(">\r\nCall-ID: ");
    text.append(branch).append("\r\nCSeq: 1 ").append(method).append("\r\nContent-Length: 0\r\n\r\n");
    return text;
}

/// Everything here has no body, so a message ends where its head does.
std::vector<std::string_view> messages_in(std::string_view bytes) {
    constexpr std::string_view end = "\r\n\r\n";
    std::vector<std::string_view> messages;
    for (auto at = bytes.find(end); at != std::string_view::npos; at = bytes.find(end)) {
        messages.push_back(bytes.substr(0, at + end.size()));
        bytes.remove_prefix(at + end.size());
    }
    return messages;
}

/// `more`: whole lines.
std::string answer_to(std::string_view request, std::string_view status, std::string_view more = {}) {
    std::string text = "SIP/2.0 " + std::string(status) + "\r\n";
    for (auto rest = request; !rest.starts_with("\r\n");) {
        auto const line = rest.substr(0, rest.find("\r\n"));
        rest.remove_prefix(line.size() + 2);
        for (std::string_view const kept : {"Via:", "From:", "To:", "Call-ID:", "CSeq:"})
            if (line.starts_with(kept)) text.append(line).append(kept == "To:" ? ";tag=b\r\n" : "\r\n");
    }
    return text.append(more).append("Content-Length: 0\r\n\r\n");
}

/// The far end: MESSAGE 200; INVITE by whom it calls; a CANCEL is obeyed.
std::string answer_of_peer(std::string_view request) {
    if (request.starts_with("MESSAGE ")) return answer_to(request, "200 OK");
    if (request.starts_with("INVITE sip:busy@")) return answer_to(request, "486 Busy Here");
    if (request.starts_with("INVITE sip:ringing@")) return answer_to(request, "180 Ringing");
    if (request.starts_with("INVITE "))
        return answer_to(request, "200 OK", "Contact: <sip:there@fabrikam.com>\r\n");
    if (!request.starts_with("CANCEL ")) return {};
    auto cancelled = answer_to(request, "487 Request Terminated");
    cancelled.replace(cancelled.find("1 CANCEL"), 8, "1 INVITE");
    return answer_to(request, "200 OK") + cancelled;
}

std::string speak_as_peer(std::string_view bytes) {
    std::string answers;
    for (auto const message : messages_in(bytes)) answers += answer_of_peer(message);
    return answers;
}

std::optional<std::string> speak_as_dns(sansio::SendDatagram const& query) {
    constexpr std::size_t header_size = 12;
    std::string_view const question = std::string_view(query.bytes).substr(header_size);
    auto const service = dns::question_bytes("_sipfederationtls._tcp.litware.com", 33);
    auto const host = dns::question_bytes("sip.litware.com", 1);
    dns::Message reply{dns::id_of(query.bytes), std::string(question)};
    // A TTL of 0: what was learned once may not be used again.
    if (question == service)
        reply.answers = {
            dns::srv_bytes("_sipfederationtls._tcp.litware.com", 0, {0, 0, 5061, "sip.litware.com"})};
    else if (question == host)
        reply.answers = {dns::a_bytes("sip.litware.com", 0, std::string("\x7f\x00\x01\x1f", 4))};
    else
        return std::nullopt;
    return reply.bytes();
}

/// How many final answers to that request stand in `text`.
std::size_t finals(std::string const& text, std::string_view method, std::string_view branch) {
    std::size_t count = 0;
    for (auto const message : messages_in(text)) {
        bool const final = message.starts_with("SIP/2.0 ") && message[8] != '1';
        bool const same =
            message.find("Call-ID: " + std::string(branch) + "\r\n") != std::string_view::npos &&
            message.find("CSeq: 1 " + std::string(method) + "\r\n") != std::string_view::npos;
        if (final && same) ++count;
    }
    return count;
}

Play make_play() {
    Play play{make_edge, {}, {}};
    play.around.identity = everybody();
    play.around.datagram = speak_as_dns;
    play.around.peer = [](ConnectionId, std::string_view bytes) { return speak_as_peer(bytes); };
    // Longer than a silent connection may take to be closed, twice the idle time.
    play.around.patience = 30min;
    // Until it listens nobody can connect; if it never does, the program ends.
    play.steps.push_back([](Edge& host, AnswerStage& stage) {
        stage.pass(11s);
        if (!host.ready()) return;
        stage.accept(inside);
        stage.accept(outside);
        stage.accept(outside);
    });
    return play;
}

/// A step that says something over a connection, if it came to be.
std::function<void(Edge&, AnswerStage&)> say(ConnectionId over, std::string text) {
    return [over, text = std::move(text)](Edge&, AnswerStage& stage) { stage.receive(over, text); };
}

struct Asked {
    ConnectionId over;
    std::string_view method;
    std::string_view branch;
};

std::string judge(Edge const& host, AnswerStage const& stage, std::vector<Asked> const& all) {
    if (!host.idle()) return "something still waits";
    for (auto const& asked : all) {
        auto const count = finals(stage.sent(asked.over), asked.method, asked.branch);
        auto const name = std::string(asked.method) + " " + std::string(asked.branch);
        if (count > 1) return name + " was answered " + std::to_string(count) + " times";
        // RFC 4320 §4.2: a request other than INVITE may be left to its sender's own timer.
        if (count == 0 && asked.method == "INVITE" && host.ready()) return name + " was never answered";
    }
    return "";
}

TEST(EdgeAnswers, NoMessageIsAnsweredTwiceAndNoneWaitsForEver) {
    auto play = make_play();
    play.steps.push_back(say(home, request("MESSAGE", "alice@contoso.com", "bob@fabrikam.com", "out")));
    play.steps.push_back(say(home, request("MESSAGE", "alice@contoso.com", "eve@litware.com", "srv")));
    play.steps.push_back(say(fabrikam, request("MESSAGE", "bob@fabrikam.com", "alice@contoso.com", "in")));
    play.steps.push_back(say(litware, request("MESSAGE", "eve@litware.com", "alice@contoso.com", "ask")));
    play.judge = [](Edge const& host, AnswerStage const& stage) {
        return judge(host, stage,
                     {{home, "MESSAGE", "out"},
                      {home, "MESSAGE", "srv"},
                      {fabrikam, "MESSAGE", "in"},
                      {litware, "MESSAGE", "ask"}});
    };
    EXPECT_EQ(every_answer(play), "");
}

TEST(EdgeAnswers, EveryInviteHasOneFinalAnswer) {
    auto play = make_play();
    play.steps.push_back(say(home, request("INVITE", "alice@contoso.com", "busy@fabrikam.com", "busy")));
    play.steps.push_back(
        say(litware, request("INVITE", "eve@litware.com", "busy@contoso.com", "from-litware")));
    play.steps.push_back(say(home, request("INVITE", "alice@contoso.com", "ringing@litware.com", "ringing")));
    play.steps.push_back(say(home, request("CANCEL", "alice@contoso.com", "ringing@litware.com", "ringing")));
    play.judge = [](Edge const& host, AnswerStage const& stage) {
        return judge(host, stage,
                     {{home, "INVITE", "busy"},
                      {litware, "INVITE", "from-litware"},
                      {home, "INVITE", "ringing"},
                      {home, "CANCEL", "ringing"}});
    };
    EXPECT_EQ(every_answer(play), "");
}

TEST(EdgeAnswers, AnAckIsNeverAnsweredAndNeverWaitsForEver) {
    auto play = make_play();
    play.steps.push_back(say(home, request("INVITE", "alice@contoso.com", "bob@litware.com", "call")));
    play.steps.push_back(say(home, request("ACK", "alice@contoso.com", "bob@litware.com", "ack-of-call")));
    play.judge = [](Edge const& host, AnswerStage const& stage) {
        if (finals(stage.sent(home), "ACK", "ack-of-call") != 0) return std::string("an ACK was answered");
        return std::string(host.idle() ? "" : "something still waits");
    };
    EXPECT_EQ(every_answer(play), "");
}

TEST(EdgeAnswers, ASenderThatLeavesTakesNothingWithHim) {
    auto play = make_play();
    play.steps.push_back(say(home, request("MESSAGE", "alice@contoso.com", "eve@litware.com", "left")));
    play.steps.push_back(
        say(home, request("INVITE", "alice@contoso.com", "ringing@fabrikam.com", "left-ringing")));
    play.steps.push_back([](Edge&, AnswerStage& stage) { stage.close(home); });
    play.judge = [](Edge const& host, AnswerStage const&) {
        return std::string(host.idle() ? "" : "something still waits");
    };
    EXPECT_EQ(every_answer(play), "");
}

/// A final response that may not be passed on must not leave its transaction without an end.
TEST(EdgeAnswers, AnUnusableFinalResponseLeavesNothingBehind) {
    struct Fault {
        std::string_view name;
        std::function<std::string(std::string)> apply;
    };
    auto const instead = [](std::string_view what, std::string_view by) {
        return [what, by](std::string answer) { return answer.replace(answer.find(what), what.size(), by); };
    };
    Fault const faults[] = {
        {"malformed Contact", instead("Content-Length", "Contact: <sip:\r\nContent-Length")},
        {"our sent-by without its port", instead("sip.contoso.com:5061;", "sip.contoso.com;")},
        {"no Via but ours", instead("Via: SIP/2.0/TLS peer.example", "X-Was: peer.example")}};
    for (auto const& fault : faults) {
        auto play = make_play();
        play.steps.push_back(say(home, request("MESSAGE", "alice@contoso.com", "bob@fabrikam.com", "out")));
        play.steps.push_back(say(home, request("INVITE", "alice@contoso.com", "busy@fabrikam.com", "busy")));
        play.around.peer = [&fault](ConnectionId, std::string_view bytes) {
            std::string answers;
            for (auto const message : messages_in(bytes))
                if (auto answer = answer_of_peer(message); !answer.empty())
                    answers += fault.apply(std::move(answer));
            return answers;
        };
        play.judge = [](Edge const& host, AnswerStage const& stage) {
            return judge(host, stage, {{home, "MESSAGE", "out"}, {home, "INVITE", "busy"}});
        };
        EXPECT_EQ(every_answer(play), "") << fault.name;
    }
}

}  // namespace
}  // namespace edge
