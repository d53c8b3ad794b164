// fedproof-edge as a child of a test: a folder with real certificates and a topology, addresses of its own on loopback.
#pragma once
#include <filesystem>
#include <fstream>
#include <signal.h>
#include <sstream>
#include <string>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

#include <gtest/gtest.h>

#include "drivers/asio/control_client.hpp"
#include "drivers/asio/shell.hpp"
#include "drivers/tls/authority.hpp"
#include "edge/topology/writer.hpp"
#include "sansio/wall_time.hpp"

namespace edge {

class Program : public testing::Test {
protected:
    Program() {
        std::string pattern = (std::filesystem::temp_directory_path() / "fedproof-edge-XXXXXX").string();
        folder_ = mkdtemp(pattern.data());
        auto const from = *sansio::parse_wall_time("2012-01-01");
        auto const until = *sansio::parse_wall_time("2016-01-01");
        tls::Authority authority("Program Test CA", from, until);
        tls::CertificateRequest request;
        request.common_name = "sip.contoso.com";
        request.dns_names = {"sip.contoso.com", "edge-int.contoso.com"};
        request.not_before = from;
        request.not_after = until;
        for (std::string const name : {"edge", "renewed"}) {
            auto const credentials = authority.issue(request);
            write(name + ".pem", credentials.chain_pem);
            write(name + ".key", credentials.key_pem);
        }
        write("ca.pem", authority.certificate_pem());
        write("edge.xml", topology::write(topology()));
    }
    ~Program() override {
        if (child_ > 0) {
            kill(child_, SIGKILL);
            waitpid(child_, nullptr, 0);
        }
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }

    /// Addresses that no other process of this machine's tests uses: two bytes of the process's id.
    static sansio::Endpoint own_address(std::uint8_t last) {
        auto const id = static_cast<unsigned>(getpid());
        return {sansio::IpAddress::v4(127, static_cast<std::uint8_t>(100 + id / 250 % 100),
                                      static_cast<std::uint8_t>(1 + id % 250), last),
                5061};
    }
    static topology::Topology topology() {
        topology::Topology topology;
        topology.sip_domains.add({"contoso.com"});
        topology.external = {"sip.contoso.com", own_address(10)};
        topology.internal = {"edge-int.contoso.com", own_address(11)};
        topology.next_hop = {"pool01.contoso.com", own_address(20)};
        topology.external_certificate = {"edge.pem", "edge.key", "ca.pem"};
        topology.internal_certificate = {"edge.pem", "edge.key", "ca.pem"};
        return topology;
    }

    std::string path(std::string const& name) const { return folder_ + "/" + name; }
    void write(std::string const& name, std::string const& text) const {
        std::ofstream(path(name), std::ios::binary) << text;
    }
    std::string log() const {
        std::ostringstream text;
        text << std::ifstream(path("log")).rdbuf();
        return text.str();
    }

    void start(std::vector<std::string> more = {}) {
        auto const program = std::filesystem::read_symlink("/proc/self/exe").parent_path() / "fedproof-edge";
        std::vector<std::string> words{program.string(),  "--topology",     path("edge.xml"),
                                       "--date",          "2013-06-01",     "--resolver",
                                       "127.0.0.2:10053", "--test-control", path("control")};
        words.insert(words.end(), more.begin(), more.end());
        std::vector<char*> arguments;
        for (auto& word : words) arguments.push_back(word.data());
        arguments.push_back(nullptr);
        child_ = fork();
        if (child_ != 0) return;
        if (!freopen(path("log").c_str(), "w", stderr)) _exit(127);
        execv(arguments[0], arguments.data());
        _exit(127);
    }
    /// Until the log has `text`, ten seconds at most.
    bool logs(std::string const& text) const {
        // A shell without hosts: it does nothing but wait.
        drivers::Shell shell;
        auto const limit = shell.now() + std::chrono::seconds{10};
        while (log().find(text) == std::string::npos) {
            if (shell.now() >= limit) return false;
            shell.run_turn(shell.now() + std::chrono::milliseconds{10});
        }
        return true;
    }
    void signal(int number) const { kill(child_, number); }
    pid_t process() const { return child_; }
    /// The exit code of the child, 128 + n after signal n.
    int end() {
        int status = 0;
        waitpid(child_, &status, 0);
        child_ = 0;
        return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    }

private:
    std::string folder_;
    pid_t child_ = 0;
};

}  // namespace edge
