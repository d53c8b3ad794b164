// What a transaction costs in memory while it is kept, and in time from its request to its end (product.md §5).
#include "edge/sip/transaction/layer.hpp"

#include <malloc.h>
#include <memory>

#include <benchmark/benchmark.h>

#include "edge/sip/sample_messages_fixture.hpp"

namespace {

using namespace sip::transaction;

constexpr std::size_t kept = 100'000;
constexpr sansio::ConnectionId upstream{1}, downstream{2};

/// A Lync request that five proxies have passed: six Vias, of which each has the length of a real one.
std::string request_text(std::string_view method) {
    std::string vias;
    for (int hop = 1; hop < 6; ++hop)
        vias += "Via: SIP/2.0/TLS 10.20.30." + std::to_string(hop) + ":50" + std::to_string(100 + hop) +
                ";branch=z9hG4bK4E2B9A77.C0DEFACE0123456" + std::to_string(hop) +
                ";branched=FALSE;received=10.20.31.7;ms-received-port=50333;ms-received-cid=1A2B00\n";
    return sip::sample::request(method, vias);
}

struct Run {
    sansio::Random random{1};
    Layer layer{TimerValues{}, random};
    sansio::Time now{};
    std::uint64_t count = 0;
    std::vector<TransactionId> ids;

    /// One more transaction, sent on; its branch is new.
    TransactionId begin(std::string& text, std::size_t branch_at) {
        for (std::size_t i = 0, number = ++count; i < 7; ++i, number /= 10)
            text[branch_at + i] = static_cast<char>('0' + number % 10);
        sip::MessageView view;
        view.index(text);
        auto const arrival = layer.on_request(view, {upstream, count % 1000},
                                              ";received=127.0.1.30;ms-received-port=50333", now);
        auto const id = std::get<NewRequest>(arrival).id;
        auto const branch = layer.start_client(id, {downstream, 9}, now);
        if (view.method() == sip::Method::invite) {
            std::string via = "SIP/2.0/TLS sip.contoso.com:5061;branch=";
            via += branch;
            layer.keep_sent(
                id,
                {view.request_uri(), via,
                 "Route: <sip:pool01.contoso.com:5061;transport=tls;opaque=state:T:F:Ci.R4c1d00;lr>\r\n"});
        }
        return id;
    }
};

std::size_t in_use() {
    auto const info = mallinfo2();
    return info.uordblks + info.hblkhd;
}

void kept_transactions(benchmark::State& state, std::string_view method, bool ringing) {
    auto text = request_text(method);
    auto const branch_at = text.find("sample1");
    auto const ring =
        "SIP/2.0 180 Ringing\r\n" +
        text.substr(text.find("Via:"), text.find("Content-Length") - text.find("Via:")) +
        "Contact: <sip:alice@contoso.com;gruu;opaque=user:epid:0123456789abcdef>\r\nContent-Length: "
        "0\r\n\r\n";
    for (auto _ : state) {
        auto const before = in_use();
        auto run = std::make_unique<Run>();
        for (std::size_t i = 0; i < kept; ++i) {
            auto const id = run->begin(text, branch_at);
            if (ringing) run->layer.response_sent(id, 180, ring, run->now);
        }
        state.counters["bytes_each"] = static_cast<double>(in_use() - before) / static_cast<double>(kept);
        state.counters["request"] = static_cast<double>(text.size());
    }
}
BENCHMARK_CAPTURE(kept_transactions, message, "MESSAGE", false)->Iterations(1)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(kept_transactions, invite, "INVITE", false)->Iterations(1)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(kept_transactions, invite_ringing, "INVITE", true)
    ->Iterations(1)
    ->Unit(benchmark::kMillisecond);

/// Request, client side, final response, end: what the layer adds to a relayed message.
void transaction_from_start_to_end(benchmark::State& state) {
    Run run;
    auto text = sip::sample::request();
    auto const branch_at = text.find("sample1");
    for (auto _ : state) {
        run.now += std::chrono::microseconds{30};
        auto const id = run.begin(text, branch_at);
        run.layer.response_sent(id, 200, {}, run.now);
        run.layer.connection_lost(*run.layer.client_connection(id), run.now);
        while (run.layer.poll_event()) {
        }
        run.layer.expire(run.now);
    }
}
BENCHMARK(transaction_from_start_to_end);

}  // namespace
