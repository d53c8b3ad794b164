// `fedproof check` as a process against partners on loopback: a healthy one, and each way in which one can be broken.
#include <algorithm>
#include <csignal>
#include <deque>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <unistd.h>

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "drivers/asio/shell.hpp"
#include "drivers/virtual/testing/echo_host.hpp"
#include "harness/runner/child_process.hpp"
#include "sansio/wall_time.hpp"
#include "simulators/internet/certificate_authorities.hpp"
#include "simulators/internet/dns_server.hpp"
#include "simulators/sip_peer/sip_peer.hpp"

namespace {

using internet::CertificateFault;
using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr auto date = "2013-06-01";
constexpr auto host = "sip.fabrikam.com";
/// Where nobody answers.
std::vector<std::string> const impatient{"--timeout", "1s"};
constexpr auto service = "_sipfederationtls._tcp.fabrikam.com";

sansio::Endpoint address(std::uint8_t last, std::uint16_t port = 5061) {
    auto const id = static_cast<unsigned>(getpid());
    return {sansio::IpAddress::v4(127, 98, static_cast<std::uint8_t>(1 + id % 250), last), port};
}

/// DNS and partners run in this process, over real sockets; the check is a child.
class CheckProgram : public testing::Test {
protected:
    CheckProgram() {
        std::string pattern = (std::filesystem::temp_directory_path() / "fedproof-check-XXXXXX").string();
        folder_ = mkdtemp(pattern.data());
        write("ca.pem", authorities_.trusted_pem());
        auto const& ours = authorities_.credentials("sip.contoso.com");
        write("our.pem", ours.chain_pem);
        write("our.key", ours.private_key_pem);
        shell_.set_wall(*sansio::parse_wall_time(date));
        drivers::HostSetup setup;
        setup.name = "dns";
        setup.host = &dns_;
        shell_.add(std::move(setup));
    }
    ~CheckProgram() override {
        child_.kill();
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }

    std::string path(std::string const& name) const { return folder_ + "/" + name; }
    void write(std::string const& name, std::string const& text) const {
        std::ofstream(path(name), std::ios::binary) << text;
    }

    void publish(std::string const& target = host, std::uint16_t port = 5061) {
        dns_.zone().add({service, internet::SrvRecord{0, 0, port, target}});
    }
    void publish_address(sansio::IpAddress const& where, std::string const& name = host) {
        dns_.zone().add({name, where});
    }
    /// A simulated partner at address(30), with its SRV and A record.
    kit::Party& partner(CertificateFault fault = CertificateFault::none, tls::Settings base = {}) {
        publish();
        publish_address(address(30).address);
        return partner_at(address(30), fault, std::move(base));
    }
    kit::Party& partner_at(sansio::Endpoint where, CertificateFault fault = CertificateFault::none,
                           tls::Settings base = {}) {
        sip_peer::SipPeerSettings settings;
        settings.users = {{"bob@fabrikam.com", "Bob"}};
        settings.listen = where;
        settings.resolver = address(2, 10053);
        auto& party = parties_.emplace_back(sip_peer::party_settings(std::move(settings)), journal_);
        drivers::HostSetup setup;
        setup.name = "fabrikam";
        setup.host = &party;
        setup.profiles = {authorities_.context(host, fault, std::move(base))};
        shell_.add(std::move(setup));
        return party;
    }

    /// Runs `fedproof check fabrikam.com` to its end; what it said is in said().
    std::string check(std::vector<std::string> const& more = {}, bool with_certificate = true) {
        auto const names = [&more](char const* option) {
            return std::ranges::find(more, option) != more.end();
        };
        std::vector<std::string> command{FEDPROOF_PROGRAM,
                                         "check",
                                         "fabrikam.com",
                                         "--date",
                                         date,
                                         "--resolver",
                                         address(2, 10053).to_string()};
        if (!names("--timeout")) command.insert(command.end(), {"--timeout", "5s"});
        if (!names("--ca")) command.insert(command.end(), {"--ca", path("ca.pem")});
        if (with_certificate)
            command.insert(command.end(), {"--cert", path("our.pem"), "--key", path("our.key")});
        command.insert(command.end(), more.begin(), more.end());
        std::filesystem::remove(path("log"));
        EXPECT_EQ(child_.start(command, path("log")), "");
        auto const begun = shell_.now();
        while (child_.running() && shell_.now() - begun < seconds{20}) {
            (void)shell_.run_turn(shell_.now() + milliseconds{10});
            if (interrupt_after_ && shell_.now() - begun > *interrupt_after_) {
                child_.signal(SIGINT);
                interrupt_after_.reset();
            }
        }
        took_ = shell_.now() - begun;
        return child_.end();
    }
    std::string said() const {
        std::ostringstream log;
        log << std::ifstream(path("log")).rdbuf();
        return log.str();
    }

    std::string folder_;
    internet::CertificateAuthorities authorities_{*sansio::parse_wall_time(date)};
    drivers::Shell shell_;
    internet::DnsServer dns_{address(2, 10053)};
    kit::Journal journal_;
    std::deque<kit::Party> parties_;
    runner::ChildProcess child_;
    sansio::Duration took_{};
    std::optional<sansio::Duration> interrupt_after_;
};

TEST_F(CheckProgram, FindsAHealthyPartnerHealthyWithinFiveSeconds) {
    partner();
    EXPECT_EQ(check(), "exit code 0") << said();
    EXPECT_THAT(said(), AllOf(HasSubstr("fabrikam.com: healthy, in "), HasSubstr("TLSv1.3"),
                              HasSubstr("OPTIONS: 200 OK; Allow: INVITE"), HasSubstr("TTL 3600 s")));
    EXPECT_LT(took_, seconds{5});
}

TEST_F(CheckProgram, AsksForPresenceAndSendsAMessageWhereItIsTold) {
    kit::Misbehaviour subscribes;
    subscribes.kind = kit::Misbehaviour::Kind::answer_status;
    subscribes.method = "SUBSCRIBE";
    subscribes.status = 200;
    partner().misbehave(subscribes);
    EXPECT_EQ(
        check({"--as", "alice@contoso.com", "--user", "bob@fabrikam.com", "--message", "hello bob", "-v"}),
        "exit code 0")
        << said();
    EXPECT_THAT(said(), AllOf(HasSubstr("SUBSCRIBE to bob@fabrikam.com: 200 OK"),
                              HasSubstr("MESSAGE to bob@fabrikam.com: 200 OK"), HasSubstr("hello bob"),
                              HasSubstr("\nFrom: <sip:alice@contoso.com>;tag=")));
}

TEST_F(CheckProgram, NamesAMissingSrvRecord) {
    EXPECT_EQ(check(), "exit code 1");
    EXPECT_THAT(
        said(),
        AllOf(HasSubstr("broken at dns on (_sipfederationtls._tcp.fabrikam.com)"), HasSubstr("[srv_absent]"),
              HasSubstr("ms-diagnostics 1008"), HasSubstr("who acts:  the partner"),
              HasSubstr("_sipfederationtls._tcp.fabrikam.com. 3600 IN SRV 0 0 5061 sip.fabrikam.com.")));
}

TEST_F(CheckProgram, NamesATargetWithAWrongLabel) {
    publish("edge.hosting.example");
    publish_address(address(30).address, "edge.hosting.example");
    EXPECT_EQ(check(), "exit code 1");
    EXPECT_THAT(
        said(),
        AllOf(HasSubstr("broken at dns"), HasSubstr("[srv_wrong_label]"),
              HasSubstr("leads to edge.hosting.example, which is not directly below fabrikam.com"),
              HasSubstr("ms-diagnostics 1009"),
              HasSubstr("New-CsAllowedDomain -Identity fabrikam.com -ProxyFqdn edge.hosting.example")));
}

TEST_F(CheckProgram, NamesAClosedPort) {
    publish();
    publish_address(address(31).address);
    EXPECT_EQ(check(), "exit code 1");
    EXPECT_THAT(said(),
                AllOf(HasSubstr("broken at tcp on (sip.fabrikam.com " + address(31).to_string() + ")"),
                      HasSubstr("[tcp_refused]"), HasSubstr("ms-diagnostics 1046"),
                      HasSubstr("open TCP port 5061 to it from outside")));
}

TEST_F(CheckProgram, NamesAWrongName) {
    partner(CertificateFault::wrong_name);
    EXPECT_EQ(check(), "exit code 1");
    EXPECT_THAT(said(), AllOf(HasSubstr("broken at identity"), HasSubstr("[wrong_name]"),
                              HasSubstr("the certificate names wrong.example, not sip.fabrikam.com"),
                              HasSubstr("ms-diagnostics 1010"), HasSubstr("-DomainName sip.fabrikam.com")));
    EXPECT_THAT(said(), Not(HasSubstr("OPTIONS")));
}

TEST_F(CheckProgram, NamesAMissingIntermediateThatItHappensToKnow) {
    auto const chain = authorities_.credentials(host, CertificateFault::intermediate).chain_pem;
    auto const second = chain.find("-----BEGIN", 1);
    write("known.pem", authorities_.trusted_pem() + chain.substr(second));
    partner(CertificateFault::no_intermediate);
    EXPECT_EQ(check({"--ca", path("known.pem")}), "exit code 1");
    EXPECT_THAT(said(), AllOf(HasSubstr("broken at identity"), HasSubstr("[intermediate_missing]"),
                              HasSubstr("its issuer, CN=Test Intermediate Authority, is not sent"),
                              HasSubstr("so that it is sent")));
}

TEST_F(CheckProgram, AcceptsAnIntermediateThatIsSent) {
    partner(CertificateFault::intermediate);
    EXPECT_EQ(check(), "exit code 0") << said();
}

TEST_F(CheckProgram, NamesAnExpiredCertificate) {
    partner(CertificateFault::expired);
    EXPECT_EQ(check(), "exit code 1");
    EXPECT_THAT(said(),
                AllOf(HasSubstr("broken at identity"), HasSubstr("[certificate_expired]"),
                      HasSubstr("the certificate ended on 2013-05-31"), HasSubstr("Set-CsCertificate")));
}

TEST_F(CheckProgram, NamesAnAuthorityThatNobodyTrusts) {
    partner(CertificateFault::stranger);
    EXPECT_EQ(check(), "exit code 1");
    EXPECT_THAT(said(), AllOf(HasSubstr("broken at identity"), HasSubstr("[authority_unknown]"),
                              HasSubstr("CN=Stranger Authority, whom nobody here trusts"),
                              HasSubstr("Import the root certificate of CN=Stranger Authority")));
}

TEST_F(CheckProgram, NamesAServerThatAsksForNoCertificate) {
    tls::Settings base;
    base.ask_certificate = false;
    partner(CertificateFault::none, base);
    EXPECT_EQ(check(), "exit code 1");
    EXPECT_THAT(said(), AllOf(HasSubstr("broken at identity"), HasSubstr("[no_client_certificate_asked]"),
                              HasSubstr("not to a TLS offloader")));
}

TEST_F(CheckProgram, NamesARefusalWith403) {
    kit::Misbehaviour refuses;
    refuses.kind = kit::Misbehaviour::Kind::answer_status;
    refuses.status = 403;
    partner().misbehave(refuses);
    EXPECT_EQ(check(), "exit code 1");
    EXPECT_THAT(said(),
                AllOf(HasSubstr("broken at sip"), HasSubstr("[sip_forbidden]"), HasSubstr("403 Forbidden"),
                      HasSubstr("New-CsAllowedDomain -Identity contoso.com")));
}

TEST_F(CheckProgram, NamesSilence) {
    partner().misbehave({});
    EXPECT_EQ(check(impatient), "exit code 3");
    EXPECT_THAT(said(), AllOf(HasSubstr("unknown from sip on"), HasSubstr("[sip_no_answer]"),
                              HasSubstr("no answer to OPTIONS"), HasSubstr("TLS works and SIP is silent")));
}

TEST_F(CheckProgram, NamesAServerThatNeverSpeaksTls) {
    publish();
    publish_address(address(32).address);
    drivers::testing::EchoHost mute;
    drivers::HostSetup setup;
    setup.name = "mute";
    setup.host = &mute;
    shell_.add(std::move(setup));
    mute.act(sansio::Listen{sansio::ListenerId{1}, address(32), sansio::plain_tcp});
    EXPECT_EQ(check(impatient), "exit code 3");
    EXPECT_THAT(said(), AllOf(HasSubstr("unknown from tls on"), HasSubstr("[tls_silent]")));
}

TEST_F(CheckProgram, NamesARefusalOfOurAuthorityWithEachVersionOfTls) {
    for (auto const version : {tls::Version::tls1_2, tls::Version::tls1_3}) {
        tls::Settings base;
        base.authorities_pem = authorities_.stranger_pem();
        base.version_max = version;
        auto const where = address(version == tls::Version::tls1_2 ? 33 : 34);
        dns_.zone().remove(host);
        publish_address(where.address);
        partner_at(where, CertificateFault::none, base);
        publish();
        EXPECT_EQ(check(), "exit code 1");
        EXPECT_THAT(said(), AllOf(HasSubstr("broken at tls"), HasSubstr("[tls_own_authority_unknown]"),
                                  HasSubstr("unknown_ca"), HasSubstr("ms-diagnostics 1047"),
                                  HasSubstr("import the root certificate of CN=Public Test Authority")));
        dns_.zone().remove(service);
    }
}

TEST_F(CheckProgram, SaysThatItCannotTryTheIdentityWithoutACertificate) {
    for (auto const version : {tls::Version::tls1_2, tls::Version::tls1_3}) {
        tls::Settings base;
        base.version_max = version;
        auto const where = address(version == tls::Version::tls1_2 ? 33 : 34);
        dns_.zone().remove(host);
        dns_.zone().remove(service);
        publish();
        publish_address(where.address);
        partner_at(where, CertificateFault::none, base);
        EXPECT_EQ(check({}, false), "exit code 3");
        EXPECT_THAT(said(), AllOf(HasSubstr("unknown from identity"), HasSubstr("[identity_not_tried]"),
                                  HasSubstr("sip.fabrikam.com; by CN=Public Test Authority"),
                                  HasSubstr("--cert and --key")));
    }
}

TEST_F(CheckProgram, EndsWhenItIsInterruptedAndTellsWhatItFound) {
    internet::DnsFault silent;
    silent.type = internet::RecordType::a;
    dns_.set_fault("", silent);
    publish();
    interrupt_after_ = milliseconds{500};
    EXPECT_EQ(check({"--timeout", "15s"}), "exit code 130");
    EXPECT_THAT(said(), AllOf(HasSubstr("sip.fabrikam.com:5061, priority 0"), HasSubstr("interrupted")));
    EXPECT_LT(took_, seconds{5});
}

TEST_F(CheckProgram, TellsAFailingResolverAndASilentOneFromAbsence) {
    internet::DnsFault fails;
    fails.kind = internet::DnsFault::Kind::server_failure;
    dns_.set_fault("", fails);
    EXPECT_EQ(check(impatient), "exit code 3");
    EXPECT_THAT(said(), AllOf(HasSubstr("unknown from dns"), HasSubstr("[srv_server_failed]")));
    fails.kind = internet::DnsFault::Kind::silent;
    dns_.set_fault("", fails);
    EXPECT_EQ(check(impatient), "exit code 3");
    EXPECT_THAT(said(), AllOf(HasSubstr("unknown from dns"), HasSubstr("[srv_no_answer]")));
    EXPECT_LT(took_, seconds{5});
}

TEST_F(CheckProgram, LooksAtEachAddressAndFollowsAnswersThatAreCutShort) {
    internet::DnsFault cut;
    cut.kind = internet::DnsFault::Kind::truncated;
    dns_.set_fault("", cut);
    partner();
    publish_address(address(31).address);
    EXPECT_EQ(check(), "exit code 1");
    EXPECT_THAT(said(),
                AllOf(HasSubstr("sip.fabrikam.com " + address(30).to_string() + "  OPTIONS: 200 OK"),
                      HasSubstr("broken at tcp on (sip.fabrikam.com " + address(31).to_string() + ")")));
}

TEST_F(CheckProgram, LeavesLoopbackForNoAddressThatALaboratorysResolverNames) {
    publish();
    publish_address(*sansio::IpAddress::parse("192.0.2.7"));
    EXPECT_EQ(check(), "exit code 3");
    EXPECT_THAT(said(), AllOf(HasSubstr("[address_outside_lab]"), HasSubstr("192.0.2.7 is not on loopback")));
}

TEST_F(CheckProgram, GoesToAPinnedServerWithoutAskingForSrv) {
    publish_address(address(30).address);
    partner_at(address(30));
    EXPECT_EQ(check({"--proxy", host}), "exit code 0") << said();
    EXPECT_THAT(said(), Not(HasSubstr("_sipfederationtls")));
}

TEST_F(CheckProgram, WritesOneJsonObject) {
    partner(CertificateFault::wrong_name);
    EXPECT_EQ(check({"--format", "json"}), "exit code 1");
    auto const document = nlohmann::json::parse(said(), nullptr, false);
    ASSERT_TRUE(document.is_object()) << said();
    EXPECT_EQ(document["verdict"], "broken");
    EXPECT_EQ(document["first"]["fact"], "wrong_name");
    EXPECT_EQ(document["first"]["diagnostic"], 1010);
    EXPECT_EQ(document["findings"][0]["layer"], "dns");
    EXPECT_GT(document["findings"][2]["latency_us"], 0);
}

TEST_F(CheckProgram, RefusesWhatItCannotUseWithARemedy) {
    std::vector<std::pair<std::vector<std::string>, std::string>> const cases{
        {{"--as", "alice"}, "--as: 'alice' is not user@domain"},
        {{"--as", "alice@contoso.com"}, "--as and --user go together"},
        {{"--message", "x"}, "--message needs --as and --user"},
        {{"--timeout", "2h"}, "is no time from 100ms to 1min"},
        {{"--proxy", "192.0.2.1:70000"}, "--proxy: '192.0.2.1:70000' is no FQDN[:PORT]"},
        {{"--proxy", "sip.fabrikam.com:70000"}, "is not 1 to 65535"},
        {{"--format", "xml"}, "--format is text or json"},
        {{"--ca", path("none.pem")}, "none.pem cannot be read"},
        {{"--ca", path("our.key")}, "there is no certificate in it"}};
    for (auto const& [arguments, text] : cases) {
        EXPECT_EQ(check(arguments), "exit code 2") << text;
        EXPECT_THAT(said(), HasSubstr(text));
    }
}

}  // namespace
