// Everything that an edge reads of a message, read with the edge's own codec: what the benchmark times, and what the
// comparison with libosip2 starts from.
#pragma once
#include <cstdint>

#include "edge/sip/call_id.hpp"
#include "edge/sip/content_length.hpp"
#include "edge/sip/cseq.hpp"
#include "edge/sip/max_forwards.hpp"
#include "edge/sip/name_addr.hpp"
#include "edge/sip/via.hpp"

namespace agreement {

/// Counts and lengths of what was read, so that no reading is for nothing.
struct TypedRead {
    bool good = false;
    std::size_t vias = 0;
    std::size_t addresses = 0;
    std::uint32_t cseq = 0;
    std::size_t letters = 0;
};

inline bool read_address(std::string_view text, TypedRead& read) {
    auto const address = sip::NameAddr::parse(text);
    if (!address) return false;
    auto const uri = address->uri();
    if (!uri) return false;
    ++read.addresses;
    read.letters += uri->host.size() + address->tag().size();
    return true;
}

inline bool read_addresses(sip::MessageView const& view, sip::ListHeader header, TypedRead& read) {
    auto elements = view.elements(header);
    while (auto const element = elements.next())
        if (!read_address(element->text, read)) return false;
    return true;
}

/// Request-URI, all Vias, From, To, CSeq, Call-ID, Contact, the route set, Max-Forwards and Content-Length, each checked.
inline TypedRead read_typed(sip::MessageView const& view) {
    TypedRead read;
    if (view.is_request()) {
        auto const uri = sip::Uri::parse(view.request_uri());
        if (!uri) return read;
        read.letters += uri->host.size();
    }
    auto vias = view.elements(sip::ListHeader::via);
    while (auto const element = vias.next()) {
        auto const via = sip::Via::parse(element->text);
        if (!via) return read;
        ++read.vias;
        read.letters += via->branch.size();
    }
    for (auto const header : {sip::SingleHeader::from, sip::SingleHeader::to})
        if (auto const value = view.single(header); !value || !read_address(*value, read)) return read;
    for (auto const header :
         {sip::ListHeader::contact, sip::ListHeader::route, sip::ListHeader::record_route})
        if (!read_addresses(view, header, read)) return read;
    auto const cseq = sip::cseq_of(view);
    auto const call_id = sip::call_id_of(view);
    auto const hops = sip::max_forwards_of(view);
    auto const length = sip::content_length_of(view);
    if (!cseq || !call_id || !hops || !length) return read;
    read.cseq = cseq->number;
    read.letters += call_id->size() + hops->value_or(0) + length->value_or(0);
    read.good = true;
    return read;
}

}  // namespace agreement
