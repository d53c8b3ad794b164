// The To tags of responses that this element makes itself (RFC 3261 §8.2.6.2), as a keyed hash of the request. A tag then needs
// no memory: a repeated request gets the same one also without a transaction (§8.2.7), CANCEL gets the INVITE's (§9.2), and
// an ACK tells by its To tag that it acknowledges a response of ours.
#pragma once
#include <array>
#include <cstdint>
#include <string_view>

#include "edge/sip/message_view.hpp"
#include "sansio/random.hpp"

namespace sip::transaction {

/// 64 bits as lower-case hexadecimal digits (RFC 3261 §19.3 asks for 32 at least).
class ToTag {
public:
    static constexpr std::size_t size = 16;

    explicit ToTag(std::uint64_t number);
    std::string_view view() const { return {text_.data(), size}; }
    std::uint64_t number() const { return number_; }

private:
    std::uint64_t number_;
    std::array<char, size> text_{};
};

class ToTags {
public:
    explicit ToTags(sansio::Random& random) : key_{random.next(), random.next()} {}

    /// Depends on what a request has in common with its CANCEL and its ACK: branch and sent-by of the top Via, Call-ID, From
    /// tag and the number in CSeq. What a malformed request lacks counts as empty.
    ToTag of(MessageView const& request) const;

private:
    std::array<std::uint64_t, 2> key_;
};

/// The INVITEs that were answered without a transaction, as many of the latest as there are places. It is for those within a
/// dialog, whose To tag is not ours.
class RefusedInvites {
public:
    void add(ToTag const& tag) { latest_[tag.number() % latest_.size()] = tag.number(); }
    bool has(ToTag const& tag) const { return latest_[tag.number() % latest_.size()] == tag.number(); }

private:
    std::array<std::uint64_t, 256> latest_{};
};

}  // namespace sip::transaction
