#include "edge/sip/proxy/cancel_reasons.hpp"

#include "edge/sip/rewrite.hpp"

namespace sip::proxy {

namespace {
// A transaction may keep it for minutes.
constexpr std::size_t size_max = 1024;
}  // namespace

std::string reasons_of_cancel(MessageView const& cancel, Direction direction,
                              BorderSettings const& settings) {
    std::string lines;
    if (!cancel.has(Header::reason) && !cancel.has(Header::ms_diagnostics_public)) return lines;
    Rewrite rewrite;
    edit_at_border(cancel, direction, settings, rewrite);
    sansio::ByteBuffer edited;
    rewrite.render(cancel.wire(), edited);
    MessageView view;
    if (!view.index(edited.text())) return lines;
    for (std::size_t number = 0; number < view.line_count(); ++number) {
        auto const header = view.line(number).header;
        if (header != Header::reason && header != Header::ms_diagnostics_public) continue;
        auto const line = view.line_text(number);
        if (lines.size() + line.size() <= size_max) lines.append(line);
    }
    return lines;
}

}  // namespace sip::proxy
