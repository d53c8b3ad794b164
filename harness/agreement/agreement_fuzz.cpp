// Any bytes: what the codec accepts and libosip2 accepts too, both read alike in tags, branch, CSeq and body.
#include <cstdint>
#include <cstdio>

#include "harness/agreement/libosip2_fixture.hpp"
#include "sansio/check.hpp"

namespace {

/// libosip2 ends strings at a zero byte and joins folded lines in place, so such messages are none for a comparison; it also
/// goes by the last of several lines where the codec knows that there are several and refuses.
bool comparable(sip::MessageView const& view) {
    auto const head = view.head();
    if (head.find('\0') != head.npos || head.find('\t') != head.npos || head.find("\r\n ") != head.npos)
        return false;
    for (auto const header : {sip::Header::from, sip::Header::to, sip::Header::cseq, sip::Header::call_id,
                              sip::Header::content_length})
        if (view.count(header) > 1) return false;
    return true;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const wire(reinterpret_cast<char const*>(data), size);
    auto const view = sip::MessageView::parse(wire);
    if (!view || !comparable(*view)) return 0;
    auto const codec = agreement::read_with_codec(*view);
    auto const stranger = agreement::read_with_libosip2(view->wire());
    if (!codec || !stranger) return 0;
    auto other = *stranger;
    // Escapes it decodes, multipart bodies it takes apart.
    other.request_uri = codec->request_uri;
    other.body = codec->body;
    auto const field = agreement::difference(*codec, other);
    if (!field.empty()) std::fprintf(stderr, "%.*s differs\n", static_cast<int>(field.size()), field.data());
    sansio::check(field.empty(), "the codec and libosip2 read one thing");
    return 0;
}
