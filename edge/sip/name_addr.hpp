// An address with parameters: From, To, Contact, Route, Record-Route, P-Asserted-Identity (RFC 3261 §20.10).
#pragma once
#include <optional>
#include <string_view>

#include "edge/sip/message_view.hpp"
#include "edge/sip/parameters.hpp"
#include "edge/sip/uri.hpp"

namespace sip {

struct NameAddr {
    std::string_view display_name;  // as written, quotes included; may be empty
    std::string_view uri_text;
    bool bracketed = false;
    Parameters parameters;  // of the header, never of the URI

    static Result<NameAddr, SyntaxFault> parse(std::string_view text);
    /// offset of the fault counts within `uri_text`.
    Result<Uri, SyntaxFault> uri() const { return Uri::parse(uri_text); }
    /// The tag of From and To; empty without one.
    std::string_view tag() const { return tag_; }

private:
    std::string_view tag_;
};

/// From or To of a message, with the fault's offset within the message; header_missing if there is none.
Result<NameAddr, SyntaxFault> address_of(MessageView const& view, SingleHeader header);
/// The URI in it: of From, To, … , with the offset within the message.
Result<Uri, SyntaxFault> uri_of(MessageView const& view, SingleHeader header);

}  // namespace sip
