// A federation out of programs alone: fedproof edge between two fedproof peers, one of which plays the home server.
#include <csignal>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <sys/stat.h>
#include <unistd.h>

#include <gmock/gmock.h>

#include "drivers/asio/shell.hpp"
#include "drivers/tls/authority.hpp"
#include "edge/topology/writer.hpp"
#include "harness/runner/child_process.hpp"
#include "sansio/wall_time.hpp"

namespace {

using testing::HasSubstr;

constexpr auto date = "2013-06-01";

sansio::Endpoint address(std::uint8_t last) {
    auto const id = static_cast<unsigned>(getpid());
    return {sansio::IpAddress::v4(127, 99, static_cast<std::uint8_t>(1 + id % 250), last), 5061};
}

class Federation : public testing::Test {
protected:
    /// A program with its log, and a pipe for what is typed.
    struct Running {
        std::string log;
        int typed = -1;
        runner::ChildProcess process;
    };

    Federation() {
        std::string pattern = (std::filesystem::temp_directory_path() / "fedproof-peers-XXXXXX").string();
        folder_ = mkdtemp(pattern.data());
        write("ca.pem", authority_.certificate_pem());
        for (std::string const name :
             {"sip.contoso.com", "edge-int.contoso.com", "pool01.contoso.com", "sip.fabrikam.com"}) {
            tls::CertificateRequest request;
            request.common_name = name;
            request.dns_names = {name};
            request.not_before = *sansio::parse_wall_time("2012-01-01");
            request.not_after = *sansio::parse_wall_time("2016-01-01");
            auto const credentials = authority_.issue(request);
            write(name + ".pem", credentials.chain_pem);
            write(name + ".key", credentials.key_pem);
        }
        topology::Topology topology;
        topology.sip_domains.add({"contoso.com"});
        topology.external = {"sip.contoso.com", address(10)};
        topology.internal = {"edge-int.contoso.com", address(11)};
        topology.next_hop = {"pool01.contoso.com", address(20)};
        topology.external_certificate = {"sip.contoso.com.pem", "sip.contoso.com.key", "ca.pem"};
        topology.internal_certificate = {"edge-int.contoso.com.pem", "edge-int.contoso.com.key", "ca.pem"};
        topology.access_edge.allow_federated_users = true;
        topology.allowed_domains.add({"fabrikam.com", "sip.fabrikam.com", address(30), "", false});
        write("edge.xml", topology::write(topology));
    }
    ~Federation() override {
        for (auto* const running : {&edge_, &home_, &partner_}) {
            running->process.kill();
            if (running->typed >= 0) close(running->typed);
        }
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }

    std::string path(std::string const& name) const { return folder_ + "/" + name; }
    void write(std::string const& name, std::string const& text) const {
        std::ofstream(path(name), std::ios::binary) << text;
    }
    void start(Running& running, std::string const& name, std::string const& arguments) const {
        running.log = path(name + ".log");
        auto const pipe = path(name + ".typed");
        mkfifo(pipe.c_str(), 0600);
        running.typed = open(pipe.c_str(), O_RDWR | O_CLOEXEC);
        auto const command =
            std::string("exec ") + FEDPROOF_PROGRAM + " " + arguments + " --date " + date + " <" + pipe;
        ASSERT_EQ(running.process.start({"/bin/sh", "-c", command}, running.log), "");
    }
    void start_peer(Running& running, std::string const& name, std::string const& domain,
                    std::string const& user, std::uint8_t at, std::uint8_t hop,
                    std::string const& hop_name) const {
        start(running, name,
              "peer lync2013 --domain " + domain + " --host-name " + name + " --user " + user + " --listen " +
                  address(at).to_string() + " --cert " + path(name + ".pem") + " --key " +
                  path(name + ".key") + " --ca " + path("ca.pem") + " --next-hop " +
                  address(hop).to_string() + " --next-hop-name " + hop_name);
    }
    static void type(Running const& running, std::string const& line) {
        auto const text = line + "\n";
        ASSERT_EQ(::write(running.typed, text.data(), text.size()), static_cast<ssize_t>(text.size()));
    }
    /// What a program said, once `text` is part of it; ten seconds at most.
    static std::string said(Running const& running, std::string const& text) {
        drivers::Shell waiting;
        auto const limit = waiting.now() + std::chrono::seconds{10};
        for (;;) {
            std::ostringstream log;
            log << std::ifstream(running.log).rdbuf();
            if (log.str().find(text) != std::string::npos || waiting.now() >= limit) return log.str();
            waiting.run_turn(waiting.now() + std::chrono::milliseconds{10});
        }
    }

    tls::Authority authority_{"Peers CA", *sansio::parse_wall_time("2012-01-01"),
                              *sansio::parse_wall_time("2016-01-01")};
    std::string folder_;
    Running edge_, home_, partner_;
};

TEST_F(Federation, OfProgramsCarriesWhatIsTyped) {
    start(edge_, "edge", "edge --topology " + path("edge.xml") + " --resolver 127.0.0.2:10053");
    start_peer(home_, "pool01.contoso.com", "contoso.com", "alice", 20, 11, "edge-int.contoso.com");
    start_peer(partner_, "sip.fabrikam.com", "fabrikam.com", "bob", 30, 10, "sip.contoso.com");
    ASSERT_THAT(said(edge_, " ready "), HasSubstr(" ready "));

    type(partner_, "im alice@contoso.com hello from bob");
    EXPECT_THAT(said(home_, "hello from bob"), HasSubstr("hello from bob"));
    type(home_, "page bob@fabrikam.com good morning");
    EXPECT_THAT(said(partner_, "good morning"), HasSubstr("good morning"));
    EXPECT_THAT(said(home_, "200"), HasSubstr("200"));

    for (auto* const running : {&partner_, &home_, &edge_}) {
        running->process.signal(SIGTERM);
        EXPECT_TRUE(running->process.wait(std::chrono::seconds{10}));
        EXPECT_EQ(running->process.end(), "exit code 0");
    }
}

}  // namespace
