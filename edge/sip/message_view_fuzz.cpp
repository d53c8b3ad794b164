// Whatever the bytes: views stay inside them, walking ends, and every typed parser answers.
#include "edge/sip/message_view.hpp"

#include <cstdint>

#include "edge/sip/content_length.hpp"
#include "edge/sip/cseq.hpp"
#include "edge/sip/max_forwards.hpp"
#include "edge/sip/name_addr.hpp"
#include "edge/sip/respond.hpp"
#include "edge/sip/via.hpp"
#include "sansio/check.hpp"

namespace {

using sip::MessageView;

void check_inside(std::string_view part, std::string_view whole) {
    if (part.empty()) return;
    sansio::check(part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size(),
                  "a view lies inside the message");
}

void walk_lines(MessageView const& view) {
    std::size_t chained = 0, known = 0;
    for (std::size_t i = 0; i < view.line_count(); ++i) {
        check_inside(view.line_name(i), view.wire());
        check_inside(view.line_value(i), view.line_text(i));
        check_inside(view.line_name(i), view.line_text(i));
        if (view.line(i).header != sip::Header::unknown) ++known;
    }
    for (std::size_t i = 0; i < sip::known_headers; ++i) chained += view.count(static_cast<sip::Header>(i));
    sansio::check(chained == known, "every line of a known header is in its chain");
}

void read_values(MessageView const& view) {
    for (auto const header : {sip::ListHeader::via, sip::ListHeader::route, sip::ListHeader::contact,
                              sip::ListHeader::supported}) {
        auto elements = view.elements(header);
        while (auto const element = elements.next()) {
            check_inside(element->text, view.wire());
            if (auto const via = sip::Via::parse(element->text)) check_inside(via->branch, element->text);
            auto const address = sip::NameAddr::parse(element->text);
            if (!address) continue;
            check_inside(address->uri_text, element->text);
            if (auto const uri = address->uri()) check_inside(uri->host, address->uri_text);
        }
    }
    for (auto const header : {sip::SingleHeader::from, sip::SingleHeader::to})
        if (auto const uri = sip::uri_of(view, header); !uri)
            sansio::check(uri.error().offset <= view.wire().size(), "a fault lies inside the message");
    static_cast<void>(sip::cseq_of(view));
    static_cast<void>(sip::max_forwards_of(view));
    static_cast<void>(sip::content_length_of(view));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const wire(reinterpret_cast<char const*>(data), size);
    MessageView best_effort;
    if (best_effort.index(wire)) {
        sansio::ByteBuffer out;
        sip::respond(best_effort, 400, {.to_tag = "t"}, out);
        sansio::check(out.text().ends_with("\r\n\r\n"), "an answer is a whole head");
    }
    auto const view = MessageView::parse(wire);
    if (!view) {
        sansio::check(view.error().offset <= size, "a fault lies inside the message");
        return 0;
    }
    sansio::check(view->is_request() == (view->status() == 0), "a message is a request or a response");
    walk_lines(*view);
    read_values(*view);
    return 0;
}
