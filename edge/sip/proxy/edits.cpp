#include "edge/sip/proxy/edits.hpp"

namespace sip::proxy {

void remove_elements(MessageView const& view, ListHeader header, std::size_t count, Rewrite& rewrite) {
    auto elements = view.elements(header);
    bool line_begun = false;  // elements in front of this one, in its line, are to go
    for (std::size_t seen = 0; auto const element = elements.next(); ++seen) {
        if (seen == count) {
            auto const value = view.line(element->line).value_offset;
            if (line_begun) rewrite.remove(value, view.offset_of(element->text) - value);
            return;
        }
        line_begun = !element->last_in_line;
        if (line_begun) continue;
        auto const line = view.line_text(element->line);
        rewrite.remove(view.offset_of(line), line.size());
    }
}

void remove_lines(MessageView const& view, Header header, Rewrite& rewrite) {
    auto number = view.first(header);
    while (number != 0) {
        auto const line = view.line_text(number - 1U);
        rewrite.remove(view.offset_of(line), line.size());
        auto const next = view.line(number - 1U).next;
        number = next == 0 ? std::uint16_t{0} : static_cast<std::uint16_t>(next + 1);
    }
}

std::uint32_t place_for(MessageView const& view, Header header) {
    auto const first = view.first(header);
    return first == 0 ? view.headers_offset() : view.line(first - 1U).name_offset;
}

}  // namespace sip::proxy
