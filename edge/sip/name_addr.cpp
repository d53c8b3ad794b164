#include "edge/sip/name_addr.hpp"

#include <algorithm>

#include "edge/sip/text.hpp"

namespace sip {

namespace {

constexpr auto npos = std::string_view::npos;

/// Where the quoted string at the front of `text` ends, past its quote; npos if it does not.
std::size_t quoted_size(std::string_view text) {
    for (std::size_t at = 1; at < text.size(); ++at) {
        if (text[at] == '\\') {
            ++at;
        } else if (text[at] == '"') {
            return at + 1;
        }
    }
    return npos;
}

/// Up to '<': a display name of tokens, or one quoted string. Its size with the space behind it; npos if malformed.
std::size_t display_name_size(std::string_view text) {
    std::size_t at = 0;
    if (!text.empty() && text.front() == '"') {
        at = quoted_size(text);
        if (at != npos) at = end_of(text, at, space_class);
    } else {
        at = end_of(text, 0, token_class | space_class);
    }
    return at < text.size() && text[at] == '<' ? at : npos;
}

}  // namespace

Result<NameAddr, SyntaxFault> NameAddr::parse(std::string_view text) {
    Result<NameAddr, SyntaxFault> result;
    auto& address = *result;
    std::size_t end = 0;  // of the address proper
    // A parameter may be a quoted string, with whatever letters; in front of the first ';' only a display name is quoted.
    auto const mark = text.find_first_of("<;");
    bool const has_brackets = mark != npos && text[mark] == '<';
    if (has_brackets || (!text.empty() && text.front() == '"')) {
        auto const open = display_name_size(text);
        if (open == npos) return fault(Rule::name_addr, 0);
        auto const close = text.find('>', open);
        if (close == npos) return fault(Rule::name_addr, open);
        address.display_name = trim(text.substr(0, open));
        address.uri_text = text.substr(open + 1, close - open - 1);
        address.bracketed = true;
        end = close + 1;
    } else {
        // Without brackets every ';' belongs to the header, and '?' and ',' may not appear (RFC 3261 §20).
        end = std::min(text.find(';'), text.size());
        address.uri_text = trim(text.substr(0, end));
        if (auto const bad = address.uri_text.find_first_of("?,"); bad != npos)
            return fault(Rule::name_addr, bad);
    }
    if (address.uri_text.empty()) return fault(Rule::name_addr, end);
    if (end == text.size()) return result;
    auto const parameters = Parameters::parse(text.substr(end), "tag", address.tag_);
    if (!parameters) return fault(Rule::parameters, end + parameters.error().offset);
    address.parameters = *parameters;
    return result;
}

Result<NameAddr, SyntaxFault> address_of(MessageView const& view, SingleHeader header) {
    auto const value = view.single(header);
    if (!value) return fault(Rule::header_missing, view.head().size());
    auto address = NameAddr::parse(*value);
    if (!address) return fault(address.error().rule, view.offset_of(*value) + address.error().offset);
    return address;
}

Result<Uri, SyntaxFault> uri_of(MessageView const& view, SingleHeader header) {
    auto const address = address_of(view, header);
    if (!address) return unexpected<SyntaxFault>(address.error());
    auto uri = address->uri();
    if (!uri) return fault(uri.error().rule, view.offset_of(address->uri_text) + uri.error().offset);
    return uri;
}

}  // namespace sip
