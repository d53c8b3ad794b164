// How parties find, check and lose each other.
#include "simulators/home_server/two_parties_fixture.hpp"

namespace home_server {
namespace {

using Kind = kit::Observation::Kind;
using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

class Connection : public TwoParties {
protected:
    void page_home() { EXPECT_TRUE(fabrikam->page("bob@fabrikam.com", "alice@contoso.com", "hi", now())); }
    std::string last_text() const { return journal.at(journal.size() - 1).text; }
};

TEST_F(Connection, WithoutAnSrvRecordNothingIsSent) {
    dns.zone().remove("_sipfederationtls._tcp.contoso.com");
    begin();
    page_home();
    run();
    EXPECT_THAT(story("fabrikam"), ElementsAre("note undelivered"));
    EXPECT_THAT(last_text(), HasSubstr("no SRV record"));
    EXPECT_EQ(fabrikam->requests_open(), 0U);
}

TEST_F(Connection, ASilentResolverIsAskedThreeTimes) {
    dns.set_fault("", {internet::DnsFault::Kind::silent, {}});
    begin();
    page_home();
    run(seconds{5});
    EXPECT_EQ(dns.queries(), 3U);
    EXPECT_THAT(story("fabrikam"), ElementsAre("note undelivered"));
}

TEST_F(Connection, AnAliasLeadsToTheHost) {
    dns.zone().remove("pool01.contoso.com");
    dns.zone().add({"pool01.contoso.com", internet::CnameRecord{"node.contoso.com"}});
    dns.zone().add({"node.contoso.com", at(20)});
    begin();
    page_home();
    run();
    EXPECT_THAT(story("fabrikam"), Contains("received 200 MESSAGE"));
}

TEST_F(Connection, APeerWithoutTheExpectedNameIsLeftAndNothingIsSent) {
    begin(internet::CertificateFault::wrong_name);
    EXPECT_TRUE(contoso->page("alice@contoso.com", "bob@fabrikam.com", "hi", now()));
    run();
    EXPECT_THAT(story("contoso"),
                ElementsAre("connected", "note unexpected_peer", "note undelivered", "closed"));
}

TEST_F(Connection, AnAcceptedPeerWithoutTheExpectedNameIsLeft) {
    begin(internet::CertificateFault::wrong_name);
    page_home();
    run();
    EXPECT_THAT(story("contoso"), ElementsAre("accepted", "note unexpected_peer", "closed"));
}

TEST_F(Connection, AnExpiredCertificateFailsTheHandshake) {
    begin(internet::CertificateFault::expired);
    EXPECT_TRUE(contoso->page("alice@contoso.com", "bob@fabrikam.com", "hi", now()));
    run();
    EXPECT_THAT(story("contoso"), ElementsAre("connect_failed", "note undelivered"));
}

TEST_F(Connection, ALostConnectionIsMadeAgainOnDemand) {
    begin();
    page_home();
    run();
    fabrikam->close(fabrikam->connections().front(), sansio::Close::Way::abort);
    run();
    EXPECT_TRUE(fabrikam->connections().empty());
    page_home();
    run();
    EXPECT_THAT(story("fabrikam"), ElementsAre("connected", "sent MESSAGE", "received 200 MESSAGE", "closed",
                                               "connected", "sent MESSAGE", "received 200 MESSAGE"));
}

TEST_F(Connection, AMessageInSingleBytesTakesItsTimeAndArrivesWhole) {
    begin();
    kit::SendOrder order;
    order.user = "bob@fabrikam.com";
    order.to = "alice@contoso.com";
    order.body = "slowly";
    order.piece_size = 1;
    order.piece_gap = milliseconds{2};
    EXPECT_TRUE(fabrikam->send(order, now()));
    run(seconds{5});
    auto const& sent = last("fabrikam", Kind::sent, "MESSAGE");
    auto const& received = last("contoso", Kind::received, "MESSAGE");
    EXPECT_EQ(received.raw, sent.raw);
    EXPECT_GE(received.at - sent.at, milliseconds{2} * (sent.raw.size() - 1));
}

TEST_F(Connection, BytesThatCannotBeCutEndTheConnection) {
    begin();
    kit::SendOrder order;
    order.user = "bob@fabrikam.com";
    order.to = "alice@contoso.com";
    order.edits = {"-Content-Length"};
    EXPECT_TRUE(fabrikam->send(order, now()));
    run();
    EXPECT_THAT(story("contoso"), ElementsAre("accepted", "note unreadable", "closed"));
}

}  // namespace
}  // namespace home_server
