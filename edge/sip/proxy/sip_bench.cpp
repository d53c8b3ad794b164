// What one message costs in the codec and the proxy: style.md §2.10 names the aim.
#include <benchmark/benchmark.h>

#include "edge/sip/framing.hpp"
#include "edge/sip/proxy/forward.hpp"
#include "edge/sip/proxy/validate.hpp"
#include "edge/sip/sample_messages_fixture.hpp"
#include "edge/sip/transaction/layer.hpp"
#include "edge/sip/via.hpp"

namespace {

using namespace sip;

/// An IM of a Lync client as it crosses the border, with a forged trust header: about 1000 bytes, 16 header lines.
std::string const& lync_message() {
    static std::string const text = sample::request(
        "MESSAGE",
        "Route: <sip:sip.contoso.com:5061;transport=tls;lr>\n"
        "Route: "
        "<sip:pool01.contoso.com:5061;transport=tls;opaque=state:T:F:Ci.R4c1d00;lr;ms-route-sig="
        "fgh7Kq0f3Zx1QmR8d9AAbbCCddEE>\n"
        "User-Agent: UCCAPI/15.0.4420.1017 OC/15.0.4420.1017 (Microsoft Lync)\n"
        "ms-edge-proxy-message-trust: ms-source-type=InternetUser;ms-source-verified-user=verified\n"
        "P-Asserted-Identity: \"Bob\"<sip:bob@fabrikam.com>\nSupported: "
        "ms-dialog-route-set-update\nSupported: timer\n"
        "ms-asserted-verification-level: ms-source-verified-user=verified\n"
        "Content-Type: text/plain; "
        "charset=UTF-8;msgr=WAAtAE0ATQBTAC0ASQBNAC0ARgBvAHIAbQBhAHQAOgAgAEYATgA9AFMAZQBnAG8AZQ\n",
        "see you at the station at nine, and bring the map");
    return text;
}

void index_message(benchmark::State& state) {
    auto const& text = lync_message();
    MessageView view;
    for (auto _ : state) benchmark::DoNotOptimize(view.index(text));
    state.SetLabel(std::to_string(text.size()) + " bytes");
}
BENCHMARK(index_message);

void frame_message(benchmark::State& state) {
    auto const& text = lync_message();
    Framer framer;
    for (auto _ : state) {
        framer.receive(sansio::as_bytes(text), {});
        benchmark::DoNotOptimize(framer.poll_event());
        framer.poll_event();
    }
}
BENCHMARK(frame_message);

proxy::OwnNames const own{{{"sip.contoso.com", 5061}}};

void render_forward(MessageView const& view, std::string_view branch, Rewrite& rewrite,
                    sansio::ByteBuffer& out) {
    rewrite.clear();
    auto const route = *proxy::find_route(view, own);
    proxy::ForwardPlan const plan{
        .top_via_parameters = ";received=127.0.1.30;ms-received-port=40112;ms-received-cid=1A00",
        .sent_by = "sip.contoso.com:5061",
        .branch = branch,
        .record_route = "Record-Route: <sip:sip.contoso.com:5061;transport=tls;lr>\r\n",
        .added_headers =
            "ms-edge-proxy-message-trust: ms-source-type=AutoFederation;ms-ep-fqdn=edge-int.contoso.com;"
            "ms-source-verified-user=verified;ms-source-network=federation\r\n",
        .direction = proxy::Direction::inbound,
        .route = &route};
    proxy::forward(view, plan, rewrite);
    rewrite.render(view.wire(), out);
}

void forward_message(benchmark::State& state) {
    auto const view = *MessageView::parse(lync_message());
    Rewrite rewrite;
    sansio::ByteBuffer out;
    for (auto _ : state) {
        out.clear();
        render_forward(view, "z9hG4bK000000000123456789abcdef", rewrite, out);
        benchmark::DoNotOptimize(out.size());
    }
}
BENCHMARK(forward_message);

void validate_message(benchmark::State& state) {
    auto const view = *MessageView::parse(lync_message());
    for (auto _ : state) benchmark::DoNotOptimize(proxy::validate(view));
}
BENCHMARK(validate_message);

/// Frame, validate, transaction, forward, and the 200 back: a MESSAGE's whole way without policy and TLS.
void relay_transaction(benchmark::State& state) {
    sansio::Random random(1);
    transaction::Layer layer({}, random);
    auto request = lync_message();
    auto const branch_at = request.find("z9hG4bKsample1") + 7;
    Framer framer;
    Rewrite rewrite;
    sansio::ByteBuffer out;
    sansio::Time now{};
    std::uint64_t number = 0;
    for (auto _ : state) {
        now += std::chrono::microseconds{100};
        for (std::size_t i = 0, n = ++number; i < 7; ++i, n /= 10)
            request[branch_at + i] = static_cast<char>('0' + n % 10);
        framer.receive(sansio::as_bytes(request), now);
        auto const& view = *std::get<MessageReceived>(*framer.poll_event()).view;
        if (proxy::validate(view)) state.SkipWithError("not valid");
        auto const id =
            std::get<transaction::NewRequest>(layer.on_request(view, {}, ";received=127.0.1.30", now)).id;
        auto const branch = layer.start_client(id, {sansio::ConnectionId{2}, 2}, now);
        out.clear();
        render_forward(view, branch, rewrite, out);
        framer.poll_event();
        auto const answer = sample::response(200, proxy::own_via("sip.contoso.com:5061", branch));
        auto const response = MessageView::parse(answer);
        if (!layer.on_response(*response, {sansio::ConnectionId{2}, 2}, now).pass)
            state.SkipWithError("not passed");
        layer.response_sent(id, 200, {}, now);
        while (layer.poll_event()) {
        }
        layer.expire(now);
    }
}
BENCHMARK(relay_transaction);

}  // namespace
