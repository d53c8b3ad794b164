// There and back: whatever request is passed on is again a message that would be passed on, with every line that the edge does
// not know and the body byte for byte as they came; and the raw slicer finds one message where one was written.
#include <algorithm>
#include <cstdint>
#include <vector>

#include "harness/agreement/forwarded_fixture.hpp"
#include "sansio/check.hpp"
#include "simulators/wire/slicer.hpp"

namespace {

std::vector<std::string_view> unknown_lines(sip::MessageView const& view) {
    std::vector<std::string_view> lines;
    for (std::size_t i = 0; i < view.line_count(); ++i)
        if (view.line(i).header == sip::Header::unknown) lines.push_back(view.line_text(i));
    return lines;
}

bool is_used_up(sip::proxy::Rejection const& rejection) {
    return rejection.fault.rule == sip::Rule::too_many_hops;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const wire(reinterpret_cast<char const*>(data), std::min<std::size_t>(size, 60'000));
    auto const before = sip::MessageView::parse(wire);
    auto const text = agreement::forwarded(wire);
    if (!before || text.empty()) return 0;
    auto const after = sip::MessageView::parse(text);
    // One line more than the limit may be what the edge itself adds.
    if (!after && after.error().rule == sip::Rule::too_many_headers) return 0;
    sansio::check(after.has_value(), "what is passed on is a message");
    auto const rejection = sip::proxy::validate(*after);
    sansio::check(!rejection || is_used_up(*rejection), "what is passed on may be passed on");
    sansio::check(after->body() == before->body(), "the body stays");
    sansio::check(unknown_lines(*after) == unknown_lines(*before), "unknown lines stay, in their order");
    if (!before->has(sip::Header::content_length)) return 0;
    wire::Slicer slicer;
    slicer.receive(sansio::as_bytes(text));
    auto const cut = slicer.next();
    auto const* const message = cut ? std::get_if<wire::RawMessage>(&*cut) : nullptr;
    sansio::check(message != nullptr && message->bytes() == text, "the slicer finds that one message");
    return 0;
}
