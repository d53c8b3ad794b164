// What TLS costs: a record with one message, a record with 16, and a whole handshake.
#include <benchmark/benchmark.h>

#include "drivers/tls/channel_pair.hpp"

namespace tls::testing {
namespace {

constexpr std::size_t message_size = 900;  // a MESSAGE of OCS with its headers

struct Parties {
    Authority authority = make_authority("Contoso Root");
    std::shared_ptr<Context const> client =
        make_context(settings_for(authority, request_for("sip.contoso.com")));
    std::shared_ptr<Context const> server =
        make_context(settings_for(authority, request_for("sip.fabrikam.com")));

    ChannelPair make_pair(bool twin) const {
        if (twin)
            return {client->make_plain_twin(Role::client, "fabrikam.com", today),
                    server->make_plain_twin(Role::server, "", today)};
        return {client->make_session(Role::client, "fabrikam.com", today),
                server->make_session(Role::server, "", today)};
    }
};

void encrypt_and_decrypt(benchmark::State& state, bool twin) {
    Parties const parties;
    ChannelPair pair = parties.make_pair(twin);
    pair.run();
    auto const messages = static_cast<std::size_t>(state.range(0));
    std::string const plain(messages * message_size, 'x');
    std::size_t received = 0;
    for (auto _ : state) {
        pair.client.channel->write(sansio::as_bytes(plain));
        auto const wire = pair.client.channel->unsent();
        pair.server.channel->receive(wire);
        pair.client.channel->sent(wire.size());
        while (auto const event = pair.server.channel->poll_event())
            received += std::get<Plaintext>(*event).bytes.size();
    }
    sansio::check(received == static_cast<std::size_t>(state.iterations()) * plain.size(),
                  "all bytes arrived");
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(messages));
}

void handshake(benchmark::State& state, bool twin) {
    Parties const parties;
    for (auto _ : state) {
        ChannelPair pair = parties.make_pair(twin);
        pair.run();
        sansio::check(pair.server.identity.has_value(), "the handshake succeeds");
    }
}

BENCHMARK_CAPTURE(encrypt_and_decrypt, tls, false)->Arg(1)->Arg(16);
BENCHMARK_CAPTURE(encrypt_and_decrypt, twin, true)->Arg(1)->Arg(16);
BENCHMARK_CAPTURE(handshake, tls, false);
BENCHMARK_CAPTURE(handshake, twin, true);

}  // namespace
}  // namespace tls::testing
