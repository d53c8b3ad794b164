// The usual cast of a test of the shell: a client, and a server that listens on 127.0.5.20 and echoes.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "drivers/asio/shell.hpp"
#include "drivers/asio/testing/probe_host.hpp"
#include "drivers/tls/channel_pair.hpp"

namespace drivers::testing {

using namespace std::chrono_literals;

inline constexpr sansio::IpAddress server_address = sansio::IpAddress::v4(127, 0, 5, 20);
inline constexpr sansio::ListenerId listener{1};
inline constexpr sansio::TlsProfile mutual_tls{0};

class ShellTest : public ::testing::Test {
protected:
    ShellTest() { shell_.set_wall(tls::testing::today); }

    tls::Settings tls_settings(std::string const& fqdn) {
        return tls::testing::settings_for(authority_, tls::testing::request_for(fqdn));
    }
    void start(sansio::TlsProfile profile, HostLimits const& server_limits = {},
               HostLimits const& client_limits = {}) {
        profile_ = profile;
        client_id_ =
            shell_.add({"client", &client_, {}, {tls::testing::make_context(client_tls_)}, client_limits});
        server_id_ =
            shell_.add({"server", &server_, {}, {tls::testing::make_context(server_tls_)}, server_limits});
        server_.act(sansio::Listen{listener, {server_address, 0}, profile});
        ASSERT_TRUE(run_until([this] { return !server_.listening.empty(); }));
    }
    sansio::Endpoint server_endpoint() const { return server_.listening.at(0).local; }

    sansio::ConnectionId connect() { return connect(server_endpoint()); }
    sansio::ConnectionId connect(sansio::Endpoint remote) {
        auto const id = sansio::ConnectionId{++connects_};
        client_does(sansio::Connect{id, remote, std::nullopt, profile_, "fabrikam.com"});
        return id;
    }
    sansio::ConnectionId connected() {
        auto const id = connect();
        EXPECT_TRUE(run_until([this] {
            return client_.connected.size() == connects_ && server_.accepted.size() == connects_;
        }));
        return id;
    }
    void client_does(sansio::Action action) {
        client_.act(std::move(action));
        shell_.touch(client_id_);
    }
    void client_sends(sansio::ConnectionId connection, std::string_view text) {
        client_.send(connection, text);
        shell_.touch(client_id_);
    }

    /// False if `done` does not come true within the time that even a loaded machine needs.
    template <class Done>
    bool run_until(Done done, sansio::Duration limit = 20s) {
        sansio::Time const until = shell_.now() + limit;
        while (!done() && shell_.now() < until) shell_.run_turn(until);
        return done();
    }
    void run_for(sansio::Duration time) {
        run_until([] { return false; }, time);
    }

    tls::Authority authority_ = tls::testing::make_authority("Contoso Root");
    tls::Settings client_tls_ = tls_settings("sip.contoso.com");
    tls::Settings server_tls_ = tls_settings("sip.fabrikam.com");
    ProbeHost client_;
    ProbeHost server_{true};
    Shell shell_;
    HostId client_id_{};
    HostId server_id_{};
    sansio::TlsProfile profile_ = mutual_tls;
    std::size_t connects_ = 0;
};

}  // namespace drivers::testing
