#include "harness/check/conclusion.hpp"

#include <fstream>
#include <iterator>

#include <gmock/gmock.h>

#include "harness/check/observation.hpp"

namespace check {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;

Finding finding(Fact fact, std::string address = {}) {
    Place place;
    place.domain = "fabrikam.com";
    place.target = "sip.fabrikam.com";
    place.address = std::move(address);
    return make_finding({fact, "what was seen", "a value"}, place, milliseconds{12});
}

Conclusion of(std::vector<Fact> const& facts) {
    std::vector<Finding> findings;
    for (auto const fact : facts) findings.push_back(finding(fact));
    return conclude(findings);
}

TEST(Conclusion, TheLowestLayerThatIsBrokenDecides) {
    auto const made = of({Fact::srv_published, Fact::sip_forbidden, Fact::wrong_name, Fact::weak_key});
    EXPECT_EQ(made.verdict, Verdict::broken);
    EXPECT_EQ(made.first->fact, Fact::wrong_name);
}

TEST(Conclusion, SilenceIsUnknownAndNoExcuseForWhatIsBroken) {
    EXPECT_EQ(of({Fact::srv_published, Fact::tcp_no_answer}).verdict, Verdict::unknown);
    auto const made = of({Fact::tcp_no_answer, Fact::wrong_name});
    EXPECT_EQ(made.verdict, Verdict::broken);
    EXPECT_EQ(made.first->fact, Fact::wrong_name);
}

TEST(Conclusion, WarningsAreCountedAndHealthy) {
    auto const made = of({Fact::srv_published, Fact::certificate_ends_soon, Fact::sip_answered});
    EXPECT_EQ(made.verdict, Verdict::healthy);
    EXPECT_EQ(made.warnings, 1U);
    EXPECT_THAT(summary(made, "fabrikam.com", milliseconds{40}), HasSubstr("healthy, 1 warning, in 40 ms"));
}

TEST(Conclusion, AWayThatWeLackMattersWhereThereIsNoOther) {
    auto const none = of({Fact::srv_published, Fact::tcp_no_route});
    EXPECT_EQ(none.verdict, Verdict::unknown);
    EXPECT_EQ(none.first->fact, Fact::tcp_no_route);
    EXPECT_EQ(of({Fact::srv_published, Fact::tcp_no_route, Fact::sip_answered}).verdict, Verdict::healthy);
}

TEST(Conclusion, NothingFoundIsNoHealth) {
    EXPECT_EQ(conclude({}).verdict, Verdict::unknown);
}

TEST(Conclusion, ALineNamesSeverityLayerPlaceAndTime) {
    EXPECT_EQ(line_of(finding(Fact::tcp_connected, "192.0.2.7:5061")),
              "ok       tcp       sip.fabrikam.com 192.0.2.7:5061  what was seen  12 ms\n");
}

TEST(Facts, EachHasAClauseAndWhatIsWrongARemedyAndASide) {
    for (auto const& row : fact_rows()) {
        EXPECT_FALSE(row.clause.empty()) << row.name;
        bool const is_good = row.severity == Severity::ok;
        EXPECT_EQ(row.remedy.empty(), is_good) << row.name;
        EXPECT_EQ(row.side == Side::nobody, is_good) << row.name;
        // No placeholder of a remedy is unknown, and none stays.
        EXPECT_EQ(finding(row.fact).remedy.find("${"), std::string::npos) << row.name;
    }
}

TEST(Facts, AreAllInTheDocumentation) {
    std::ifstream file("docs/checking-a-partner.md");
    std::string const page{std::istreambuf_iterator<char>(file), {}};
    for (auto const& row : fact_rows()) {
        auto const id = row.diagnostic == 0 ? std::string() : std::to_string(row.diagnostic);
        EXPECT_THAT(page,
                    HasSubstr("| `" + std::string(row.name) + "` | " + std::string(to_string(row.layer)) +
                              " | " + std::string(to_string(row.severity)) + " | " + id + " |"));
    }
}

TEST(Facts, ARemedyHoldsNoNameThatIsNone) {
    Place place;
    place.domain = "fabrikam.com";
    place.target = "sip`whoami`.fabrikam.com";
    auto const remedy = make_finding({Fact::srv_wrong_label, {}, {}}, place).remedy;
    EXPECT_THAT(remedy, testing::AllOf(HasSubstr("-ProxyFqdn <that name>"), testing::Not(HasSubstr("`"))));
}

TEST(Facts, BytesOfThePartnerDoNotReachTheTerminal) {
    auto const made = make_finding({Fact::sip_answered, "Server: \x1b[2Jx\r\n", {}}, {});
    EXPECT_EQ(made.seen, "Server: \\x1b[2Jx\\r\\n");
}

}  // namespace
}  // namespace check
