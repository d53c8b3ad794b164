// Real connections to the edge as a program: what a renewed certificate means for them.
#include <gmock/gmock.h>

#include "drivers/asio/testing/probe_host.hpp"
#include "edge/service/files.hpp"
#include "edge/service/program_fixture.hpp"

namespace edge {
namespace {

using namespace std::chrono_literals;

class ProgramConnections : public Program {
protected:
    /// A partner whose certificate the edge's own authority issued.
    void begin() {
        start();
        ASSERT_TRUE(logs(" ready ")) << log();
        tls::Settings settings;
        settings.certificate_chain_pem = read_whole(path("edge.pem")).value();
        settings.private_key_pem = read_whole(path("edge.key")).value();
        settings.authorities_pem = read_whole(path("ca.pem")).value();
        shell_.set_wall(*sansio::parse_wall_time("2013-06-01"));
        id_ = shell_.add({"partner", &partner_, {}, {tls::Context::make(settings).value()}, {}});
    }
    bool connect(std::size_t count) {
        auto const before = partner_.connected.size();
        for (std::size_t i = 0; i < count; ++i)
            partner_.act(sansio::Connect{sansio::ConnectionId{++connects_},
                                         own_address(10),
                                         {},
                                         sansio::TlsProfile{0},
                                         "sip.contoso.com"});
        shell_.touch(id_);
        return run_until([&] { return partner_.connected.size() == before + count; });
    }
    /// True if the edge answers a keep-alive on that connection.
    bool is_alive(std::uint64_t number) {
        sansio::ConnectionId const connection{number};
        partner_.received[connection].clear();
        partner_.send(connection, "\r\n\r\n");
        shell_.touch(id_);
        return run_until([&] { return partner_.received[connection] == "\r\n"; });
    }
    template <class Done>
    bool run_until(Done done) {
        auto const limit = shell_.now() + 60s;
        while (!done() && shell_.now() < limit) shell_.run_turn(shell_.now() + 50ms);
        return done();
    }
    drivers::Shell shell_;
    drivers::testing::ProbeHost partner_;
    drivers::HostId id_{};
    std::uint64_t connects_ = 0;
};

TEST_F(ProgramConnections, ARenewedCertificateIsForNewConnectionsAndOldOnesStay) {
    ASSERT_NO_FATAL_FAILURE(begin());
    ASSERT_TRUE(connect(1));
    std::filesystem::rename(path("renewed.pem"), path("edge.pem"));
    std::filesystem::rename(path("renewed.key"), path("edge.key"));
    signal(SIGHUP);
    ASSERT_TRUE(logs("reloaded")) << log();
    EXPECT_TRUE(is_alive(1));
    ASSERT_TRUE(connect(1));
    EXPECT_NE(partner_.connected[0].identity.leaf->fingerprint,
              partner_.connected[1].identity.leaf->fingerprint);
    EXPECT_TRUE(is_alive(1));
    EXPECT_TRUE(is_alive(2));
}

}  // namespace
}  // namespace edge
