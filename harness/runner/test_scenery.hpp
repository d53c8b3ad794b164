// A world that a test makes up: real parties without a network, a journal that the test writes, machines that only count.
#pragma once
#include <map>

#include "harness/runner/scenery.hpp"
#include "harness/script/reader.hpp"
#include "simulators/home_server/home_server.hpp"
#include "simulators/sip_peer/sip_peer.hpp"

namespace runner {

/// A scenario with alice at contoso and bob at fabrikam, and this story.
inline script::Scenario story(std::string const& steps) {
    std::string const text = R"(<scenario xmlns="urn:fedproof:scenario:1" id="sip/test" judges="rfc3261/16.6">
  <title>A test</title>
  <cast>
    <organisation id="contoso" edge="under-test" users="alice"/>
    <partner id="fabrikam" kind="lync2013" users="bob"/>
  </cast>
  <given><shell>Set-CsAccessEdgeConfiguration -AllowFederatedUsers $true</shell></given>
  <story>)" + steps + "</story>\n</scenario>\n";
    auto read = script::read(text, "scenarios/sip/test.xml");
    if (!read) throw std::runtime_error(script::to_string(read.error().front()));
    return std::move(read->front());
}

class TestScenery final : public Scenery {
public:
    TestScenery() {
        home_server::HomeServerSettings inside;
        inside.users = {{"alice@contoso.com", "Alice"}};
        parties_["contoso"] = std::make_unique<home_server::HomeServer>(inside, journal_);
        sip_peer::SipPeerSettings outside;
        outside.users = {{"bob@fabrikam.com", "Bob"}};
        outside.dialect = sip_peer::dialect("lync2013");
        parties_["fabrikam"] = std::make_unique<sip_peer::SipPeer>(outside, journal_);
    }

    kit::Journal const& journal() const override { return journal_; }
    kit::Party* party(std::string_view id) override {
        auto const found = parties_.find(id);
        return found == parties_.end() ? nullptr : found->second.get();
    }
    /// The home server's connection to the edge comes to be as soon as it is wanted.
    void touch(std::string_view id) override {
        kit::Party& touched = *party(id);
        sansio::PeerIdentity edge;
        edge.leaf.emplace();
        edge.leaf->has_subject_alt_name = true;
        edge.leaf->dns_names = {"edge-int.contoso.com"};
        while (auto const action = touched.poll_action())
            if (auto const* connect = std::get_if<sansio::Connect>(&*action))
                touched.handle(sansio::Connected{connect->connection, {}, connect->remote, edge}, now);
    }
    Refusals kill(script::Machine const& machine) override {
        parties_.erase(machine.owner);
        return {};
    }
    Refusals start(script::Machine const&) override { return {{{0, 0}, "it cannot start"}}; }
    Refusals type(script::Shell const& shell) override {
        typed += shell.script;
        return {};
    }
    Refusals change(script::DnsChange const&) override { return {}; }
    Refusals change(script::CertificateChange const&) override { return {}; }
    Refusals change(script::TlsChange const&) override { return {}; }
    Refusals change(script::ByHand const& change) override {
        party(change.at)->keep_by_hand(change.methods);
        return {};
    }
    Refusals interrupt(script::Interrupt const&) override { return {}; }
    sansio::Endpoint edge_for(std::string_view) const override { return {}; }
    Refusals move_clock(script::MoveClock const&) override { return {}; }
    HeldOrFault held() override { return kept; }
    Readiness readiness() override { return machines; }
    std::string failure() const override { return "it is broken"; }

    /// What the newest command sent.
    kit::Observation const& last_sent() const {
        for (std::size_t index = journal_.size(); index-- > 0;)
            if (journal_.at(index).kind == kit::Observation::Kind::sent) return journal_.at(index);
        throw std::runtime_error("nothing was sent");
    }
    /// The request `sent` arrives at fabrikam's bob.
    void deliver(kit::Observation sent, std::string body = "") {
        sent.kind = kit::Observation::Kind::received;
        sent.automatic = false;
        sent.party = "fabrikam";
        sent.user = "bob@fabrikam.com";
        if (!body.empty()) sent.summary.body = std::move(body);
        journal_.append(std::move(sent));
    }
    /// `sent` is answered at contoso's alice.
    void answer(kit::Observation sent, int status, std::string const& header = "") {
        sent.kind = kit::Observation::Kind::received;
        sent.automatic = false;
        sent.at = now;
        sent.summary.is_request = false;
        sent.summary.status = status;
        sent.summary.reason = "Answer";
        sent.raw = "SIP/2.0 " + std::to_string(status) + " Answer\r\n" + header + "\r\n\r\n";
        journal_.append(std::move(sent));
    }
    /// Something happens at fabrikam on its connection of this number.
    void happen(kit::Observation::Kind kind, std::uint64_t connection, std::string const& text = "") {
        kit::Observation event;
        event.kind = kind;
        event.at = now;
        event.party = "fabrikam";
        event.connection = sansio::ConnectionId{connection};
        event.text = text;
        if (kind == kit::Observation::Kind::note) event.note = "keep_alive";
        journal_.append(std::move(event));
    }
    /// A request of fabrikam's is written to a connection, or given up.
    void happen_to(kit::SentRequest const& request, kit::Observation::Kind kind, std::uint64_t connection) {
        kit::Observation event;
        event.kind = kind;
        event.at = now;
        event.party = "fabrikam";
        event.connection = sansio::ConnectionId{connection};
        event.summary.call_id = request.call_id;
        if (kind == kit::Observation::Kind::note) event.note = "undelivered";
        journal_.append(std::move(event));
    }
    void note(std::string const& word) {
        kit::Observation event;
        event.party = "fabrikam";
        event.note = word;
        journal_.append(std::move(event));
    }

    sansio::Time now{};
    Readiness machines = Readiness::ready;
    std::string typed;
    Held kept;

private:
    kit::Journal journal_;
    std::map<std::string, std::unique_ptr<kit::Party>, std::less<>> parties_;
};

}  // namespace runner
