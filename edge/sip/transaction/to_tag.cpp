#include "edge/sip/transaction/to_tag.hpp"

#include "edge/sip/cseq.hpp"
#include "edge/sip/name_addr.hpp"
#include "edge/sip/transaction/keyed_hash.hpp"
#include "edge/sip/via.hpp"

namespace sip::transaction {

ToTag::ToTag(std::uint64_t number) : number_(number) {
    static constexpr char digits[] = "0123456789abcdef";
    for (std::size_t i = 0; i < size; ++i) text_[i] = digits[(number >> (60U - 4U * i)) & 15U];
}

ToTag ToTags::of(MessageView const& request) const {
    KeyedHash hash(key_);
    auto const via = top_via(request);
    hash.add(via ? via->branch : std::string_view{});
    hash.add(via ? via->sent_by : std::string_view{});
    hash.add(request.single(SingleHeader::call_id).value_or(std::string_view{}));
    auto const from = address_of(request, SingleHeader::from);
    hash.add(from ? from->tag() : std::string_view{});
    auto const cseq = cseq_of(request);
    hash.add(cseq ? std::uint64_t{cseq->number} : 0);
    return ToTag(hash.result());
}

}  // namespace sip::transaction
