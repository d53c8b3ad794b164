#include "edge/sip/via.hpp"

#include <algorithm>

#include "edge/sip/text.hpp"
#include "edge/sip/uri.hpp"

namespace sip {

namespace {

constexpr std::string_view magic_cookie = "z9hG4bK";

void skip_space(std::string_view& text) {
    while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
}

std::string_view take_token(std::string_view& text) {
    auto const* end = std::find_if_not(text.begin(), text.end(), is_token_letter);
    auto const token = text.substr(0, static_cast<std::size_t>(end - text.begin()));
    text.remove_prefix(token.size());
    return token;
}

bool take_letter(std::string_view& text, char letter) {
    skip_space(text);
    if (text.empty() || text.front() != letter) return false;
    text.remove_prefix(1);
    skip_space(text);
    return true;
}

/// "host : port" with the white space that Via, unlike a URI, may have there.
bool take_sent_by(std::string_view& text, Via& via) {
    auto const* const begin = text.data();
    auto const host = HostPort::take(text, Rule::via);
    if (host) {
        via.host = host->host;
        via.port = host->port;
    } else {
        auto const colon = text.find(':', text.empty() || text.front() != '[' ? 0 : text.find(']'));
        if (colon == std::string_view::npos) return false;
        via.host = trim(text.substr(0, colon));
        auto before = via.host;
        if (!HostPort::take(before, Rule::via) || !before.empty()) return false;
        text.remove_prefix(colon);
    }
    auto const* end = text.data();
    if (via.port == 0 && take_letter(text, ':')) {
        auto const* const stop = std::find_if_not(text.begin(), text.end(), is_digit);
        auto const digits = text.substr(0, static_cast<std::size_t>(stop - text.begin()));
        auto const port = parse_number<std::uint16_t>(digits, UINT16_MAX);
        if (!port) return false;
        via.port = *port;
        text.remove_prefix(digits.size());
        end = text.data();
    }
    via.sent_by = {begin, static_cast<std::size_t>(end - begin)};
    return true;
}

}  // namespace

Result<Via, SyntaxFault> Via::parse(std::string_view text) {
    Via via;
    auto rest = text;
    auto const offset = [&] { return text.size() - rest.size(); };
    if (take_token(rest).empty() || !take_letter(rest, '/') || take_token(rest).empty() ||
        !take_letter(rest, '/'))
        return fault(Rule::via, offset());
    via.transport = take_token(rest);
    if (via.transport.empty() || rest.empty() || !is_space(rest.front())) return fault(Rule::via, offset());
    skip_space(rest);
    if (!take_sent_by(rest, via)) return fault(Rule::via, offset());
    auto const parameters = Parameters::parse(rest);
    if (!parameters) {
        skip_space(rest);
        return fault(Rule::via, offset() + parameters.error().offset);
    }
    via.parameters = *parameters;
    via.branch = via.parameters.value_of("branch").value_or(std::string_view{});
    return via;
}

bool Via::has_cookie() const {
    return branch.size() > magic_cookie.size() &&
           equal_ignoring_case(branch.substr(0, magic_cookie.size()), magic_cookie);
}

Result<Via, SyntaxFault> top_via(MessageView const& view) {
    auto const top = view.top(ListHeader::via);
    if (!top) return fault(Rule::header_missing, view.head().size());
    auto via = Via::parse(top->text);
    if (!via) return fault(via.error().rule, view.offset_of(top->text) + via.error().offset);
    return via;
}

std::string received_parameters(Via const& via, sansio::Endpoint const& source,
                                std::string_view connection_token) {
    std::string text;
    auto host = via.host;
    if (host.size() > 2 && host.front() == '[') host = host.substr(1, host.size() - 2);
    if (sansio::IpAddress::parse(host) != source.address)
        text.append(";received=").append(source.address.to_string());
    text.append(";ms-received-port=").append(DecimalText(source.port).view());
    text.append(";ms-received-cid=").append(connection_token);
    return text;
}

}  // namespace sip
