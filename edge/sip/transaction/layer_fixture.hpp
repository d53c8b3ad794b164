// For tests: a layer, a clock, and messages of one caller.
#pragma once
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "edge/sip/sample_messages_fixture.hpp"
#include "edge/sip/transaction/layer.hpp"

namespace sip::transaction {

class LayerTest : public ::testing::Test {
protected:
    using Kind = TransactionEvent::Kind;
    static constexpr sansio::ConnectionId upstream{1}, downstream{2}, elsewhere{3};

    Arrival request(std::string_view method, Source from = {upstream, 7}) {
        return arrive(sample::request(method), from);
    }
    Arrival arrive(std::string text, Source from = {upstream, 7}) {
        text_ = std::move(text);
        return layer.on_request(*MessageView::parse(text_), from, ";received=127.0.1.30", now);
    }
    TransactionId begin(std::string_view method) {
        auto const id = std::get<NewRequest>(request(method)).id;
        via = "SIP/2.0/TLS sip.contoso.com:5061;branch=" +
              std::string(layer.start_client(id, {downstream, 9}, now));
        layer.keep_sent(id, {"sip:alice@contoso.com", via, "Route: <sip:pool01.contoso.com;lr>\r\n"});
        return id;
    }
    ResponseArrival response(int status, std::string_view method, Source from = {downstream, 9}) {
        text_ = sample::response(status, via, method);
        return layer.on_response(*MessageView::parse(text_), from, now);
    }
    /// Lets time pass, deadline by deadline, and answers what happened: "seconds kind" each.
    std::vector<std::string> pass(sansio::Duration time) {
        std::vector<std::string> seen = events();
        auto const end = now + time;
        while (layer.next_deadline() && *layer.next_deadline() <= end) {
            now = *layer.next_deadline();
            layer.expire(now);
            for (auto& event : events()) seen.push_back(std::move(event));
        }
        now = end;
        return seen;
    }
    std::vector<std::string> events() {
        constexpr char const* names[] = {"trying_due",    "client_timed_out", "silence",
                                         "client_failed", "timer_c",          "terminated"};
        std::vector<std::string> seen;
        while (auto const event = layer.poll_event())
            seen.push_back(std::to_string(now.time_since_epoch() / std::chrono::milliseconds{1}) + ' ' +
                           names[static_cast<std::size_t>(event->kind)]);
        return seen;
    }
    using Seen = std::vector<std::string>;

    sansio::Random random{1};
    sansio::Time now{};
    Layer layer{TimerValues{}, random};
    std::string via, text_;
};

}  // namespace sip::transaction
