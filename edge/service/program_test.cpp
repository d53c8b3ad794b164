#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "edge/service/program_fixture.hpp"

namespace edge {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST_F(Program, StartsAndEndsInOrder) {
    start();
    ASSERT_TRUE(logs(" ready ")) << log();
    signal(SIGTERM);
    EXPECT_EQ(end(), 0);
    EXPECT_THAT(log(), HasSubstr("stopped"));
}

TEST_F(Program, DoesNotStartWithoutItsCertificates) {
    std::filesystem::remove(path("edge.key"));
    start();
    EXPECT_EQ(end(), 2);
    EXPECT_THAT(log(), HasSubstr("AccessEdgeExternal cannot be used: edge.key: No such file or directory"));
}

TEST_F(Program, DoesNotStartWithAKeyOfAnotherCertificate) {
    tls::Authority other("Other", *sansio::parse_wall_time("2012-01-01"),
                         *sansio::parse_wall_time("2016-01-01"));
    write("edge.key", other
                          .issue({"x",
                                  {"x"},
                                  {},
                                  *sansio::parse_wall_time("2012-01-01"),
                                  *sansio::parse_wall_time("2016-01-01"),
                                  true,
                                  true,
                                  {}})
                          .key_pem);
    start();
    EXPECT_EQ(end(), 2);
    EXPECT_THAT(log(), HasSubstr("AccessEdgeExternal cannot be used"));
}

TEST_F(Program, TakesOnlyAWholeNumberAsSeed) {
    for (std::string const seed : {"010", "08", "0x10", "-1", "7x", "18446744073709551616"}) {
        start({"--seed=" + seed});
        EXPECT_EQ(end(), 2) << seed;
        EXPECT_THAT(log(), HasSubstr("'" + seed + "' is not a whole number from 0")) << seed;
    }
    start({"--seed=18446744073709551615"});
    ASSERT_TRUE(logs(" ready ")) << log();
    signal(SIGTERM);
    EXPECT_EQ(end(), 0);
}

TEST_F(Program, NamesLineAndColumnOfAMistakeInTheTopology) {
    write("edge.xml", "<topology xmlns=\"urn:fedproof:topology:1\">\n  <sip-domain/>\n</topology>\n");
    start();
    EXPECT_EQ(end(), 2);
    EXPECT_THAT(log(), HasSubstr("edge.xml:2:"));
    EXPECT_THAT(log(), HasSubstr("sip-domains"));
}

TEST_F(Program, SaysThatItCannotListen) {
    auto foreign = topology();
    foreign.external.listen = *sansio::Endpoint::parse("192.0.2.1:5061");
    write("edge.xml", topology::write(foreign));
    start();
    EXPECT_EQ(end(), 1);
    EXPECT_THAT(log(), HasSubstr("listen_failed"));
}

TEST_F(Program, ReadsItsTopologyAgainOnHangupAndKeepsTheOldOneWhenTheNewIsBroken) {
    start();
    ASSERT_TRUE(logs(" ready ")) << log();
    auto changed = topology();
    changed.allowed_domains.add({"fabrikam.com", "", {}, "", false});
    write("edge.xml", topology::write(changed));
    signal(SIGHUP);
    EXPECT_TRUE(logs("reloaded allowed_domains=1")) << log();
    write("edge.xml", "<topology>");
    signal(SIGHUP);
    EXPECT_TRUE(logs("not_reloaded")) << log();
    signal(SIGTERM);
    EXPECT_EQ(end(), 0);
}

TEST_F(Program, AnswersTheTestControl) {
    start();
    ASSERT_TRUE(logs(" ready ")) << log();
    auto const limit = std::chrono::seconds{5};
    EXPECT_EQ(drivers::ask(path("control"), "idle", limit).value_or("no answer"), "idle true");
    EXPECT_EQ(drivers::ask(path("control"), "held", limit).value_or("no answer"), "held 0 0");
    EXPECT_EQ(drivers::ask(path("control"), "wall 2014-07-01T00:00:00Z", limit).value_or("no answer"), "ok");
    EXPECT_THAT(drivers::ask(path("control"), "wall tomorrow", limit).value_or("no answer"),
                HasSubstr("error"));
    EXPECT_EQ(std::filesystem::status(path("control")).permissions(), std::filesystem::perms(0600));
    EXPECT_EQ(drivers::ask(path("control"), "drain", limit).value_or("no answer"), "ok");
    EXPECT_EQ(end(), 0);
    EXPECT_THAT(log(), HasSubstr("2014-07-01T00:00:0"));
    EXPECT_FALSE(std::filesystem::exists(path("control")));
}

TEST_F(Program, WritesItsLogAsJson) {
    start({"--log", "json"});
    ASSERT_TRUE(logs("\"ready\"")) << log();
    signal(SIGTERM);
    EXPECT_EQ(end(), 0);
    std::istringstream lines(log());
    std::size_t count = 0;
    for (std::string line; std::getline(lines, line); ++count)
        EXPECT_TRUE(nlohmann::json::parse(line, nullptr, false).contains("event")) << line;
    EXPECT_GE(count, 4U);
}

}  // namespace
}  // namespace edge
