// Any bytes that pass for a request, through validation, routing and forwarding: what comes out is a message, and its Routes and
// Request-URI are what the follow-ups repeat.
#include <cstdint>
#include <string>

#include "edge/sip/proxy/forward.hpp"
#include "edge/sip/proxy/loop.hpp"
#include "edge/sip/proxy/record_route.hpp"
#include "edge/sip/proxy/responses.hpp"
#include "edge/sip/proxy/validate.hpp"
#include "edge/sip/proxy/weak_hash_fixture.hpp"
#include "sansio/check.hpp"

namespace {

sip::proxy::OwnNames const own{{{"sip.contoso.com", 5061}, {"127.0.1.10", 5061}}};
sip::proxy::RouteSignature const signature(sip::proxy::weak_hash("key"));
std::string const sent_by[] = {"sip.contoso.com:5061"};

void render(sip::MessageView const& view, sip::Rewrite const& rewrite) {
    sansio::ByteBuffer out;
    rewrite.render(view.wire(), out);
    auto const again = sip::MessageView::parse(out.text());
    // Our lines may be one too many for a message at the limit.
    sansio::check(again.has_value() || again.error().rule == sip::Rule::too_many_headers ||
                      again.error().rule == sip::Rule::message_too_large,
                  "what is forwarded is a message");
}

void forward(sip::MessageView const& view, sip::proxy::Direction direction, sip::proxy::RouteTrust trust) {
    auto const finding = sip::proxy::find_route(view, own, signature, trust);
    if (!finding) return;
    auto const part = sip::proxy::loop_part(view);
    auto const branch = sip::proxy::stateless_branch(view, part);
    std::string record_route;
    sip::proxy::RecordRoute("sip.contoso.com", 5061).append(view, *finding, signature, record_route);
    sip::Rewrite rewrite;
    sip::proxy::forward(view,
                        {.top_via_parameters = ";received=::1",
                         .sent_by = sent_by[0],
                         .branch = branch,
                         .record_route = record_route,
                         .added_headers = "X: 1\r\n",
                         .direction = direction,
                         .route = &*finding},
                        rewrite);
    render(view, rewrite);
    std::string lines;
    sip::proxy::copy_remaining_routes(view, *finding, lines);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const view = sip::MessageView::parse({reinterpret_cast<char const*>(data), size});
    if (!view) return 0;
    if (view->is_request()) {
        if (sip::proxy::validate(*view, {.sent_by = sent_by})) return 0;
        forward(*view, sip::proxy::Direction::outbound, sip::proxy::RouteTrust::inside);
        forward(*view, sip::proxy::Direction::inbound, sip::proxy::RouteTrust::outside);
    } else if (sip::proxy::judge_response(*view, sent_by[0]) == sip::proxy::ResponseVerdict::pass) {
        sip::Rewrite rewrite;
        sip::proxy::pass_response(*view, sip::proxy::Direction::outbound, "X: 1\r\n", rewrite);
        render(*view, rewrite);
    }
    return 0;
}
