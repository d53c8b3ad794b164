// What a transaction keeps of its request, and what is made of it: its key, our own responses, ACK and CANCEL.
#pragma once
#include <string>
#include <string_view>

#include "edge/sip/message_view.hpp"
#include "sansio/byte_buffer.hpp"

namespace sip::transaction {

/// The client side as it was sent: what CANCEL and ACK repeat (RFC 3261 §9.1, §17.1.1.3). Wanted for INVITE only.
struct SentRequest {
    std::string_view request_uri = {};
    std::string_view via = {};     // the value of our Via
    std::string_view routes = {};  // whole Route lines with CR LF, or empty
};

/// The texts of one transaction, in one allocation of their size.
class KeptRequest {
public:
    /// Views into the request's first Via line.
    struct Key {
        std::string_view branch;
        std::string_view sent_by;
    };
    /// `top_via_parameters` go into the first Via. `scratch` may hold anything, before and after.
    void keep(MessageView const& request, Key const& key, std::string_view top_via_parameters,
              std::string& scratch);
    /// For an INVITE that was sent on; what an earlier attempt sent is forgotten.
    void keep_sent(SentRequest const& sent);
    /// Storage above `storage_kept` bytes is given back.
    void clear(std::size_t storage_kept);

    /// Start line, Vias, From, To, Call-ID, CSeq, Timestamp and an empty line: a small request that MessageView reads.
    std::string_view request() const { return text(0, request_size_); }
    std::string_view method() const { return text(0, method_size_); }
    std::string_view branch() const { return text(branch_at_, branch_size_); }
    std::string_view sent_by() const { return text(sent_by_at_, sent_by_size_); }
    SentRequest sent() const;

private:
    std::string_view text(std::size_t at, std::size_t size) const {
        return std::string_view(text_).substr(at, size);
    }

    std::string text_;  // the reduced request, then Request-URI, Via and Routes as sent
    std::uint32_t request_size_ = 0;
    std::uint16_t method_size_ = 0;
    std::uint16_t branch_at_ = 0, branch_size_ = 0, sent_by_at_ = 0, sent_by_size_ = 0;
    std::uint16_t sent_uri_size_ = 0, sent_via_size_ = 0;
};

/// CANCEL, or an ACK with `to` of the response. `lines`: further headers, with CR LF. Appended to `out`.
void write_follow_up(Method method, KeptRequest const& kept, std::string_view to, std::string_view lines,
                     sansio::ByteBuffer& out);

}  // namespace sip::transaction
