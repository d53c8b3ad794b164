#include "edge/sip/via.hpp"

#include <algorithm>

#include "edge/sip/text.hpp"
#include "edge/sip/uri.hpp"

namespace sip {

namespace {

constexpr std::string_view magic_cookie = "z9hG4bK";

void skip_space(std::string_view& text) {
    text.remove_prefix(end_of(text, 0, space_class));
}

std::string_view take_token(std::string_view& text) {
    auto const token = text.substr(0, end_of(text, 0, token_class));
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
    bool has_port = false;
    if (host) {
        via.host = host->host;
        via.port = host->port;
        has_port = text.data() != begin + host->host.size();
    } else {
        auto const colon = text.find(':', text.empty() || text.front() != '[' ? 0 : text.find(']'));
        if (colon == std::string_view::npos) return false;
        via.host = trim(text.substr(0, colon));
        auto before = via.host;
        if (!HostPort::take(before, Rule::via) || !before.empty()) return false;
        text.remove_prefix(colon);
    }
    auto const* end = text.data();
    if (!has_port && take_letter(text, ':')) {
        auto const digits = text.substr(0, end_of(text, 0, digit_class));
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
    Result<Via, SyntaxFault> result;
    auto& via = *result;
    auto rest = text;
    auto const offset = [&] { return text.size() - rest.size(); };
    if (rest.starts_with("SIP/2.0/")) {
        rest.remove_prefix(8);
    } else if (take_token(rest).empty() || !take_letter(rest, '/') || take_token(rest).empty() ||
               !take_letter(rest, '/')) {
        return fault(Rule::via, offset());
    }
    via.transport = take_token(rest);
    if (via.transport.empty() || rest.empty() || !is_space(rest.front())) return fault(Rule::via, offset());
    skip_space(rest);
    if (!take_sent_by(rest, via)) return fault(Rule::via, offset());
    auto const parameters = Parameters::parse(rest, "branch", via.branch);
    if (!parameters) {
        skip_space(rest);
        return fault(Rule::parameters, offset() + parameters.error().offset);
    }
    via.parameters = *parameters;
    return result;
}

SalvagedVia salvage_via(std::string_view text) {
    constexpr std::string_view transport = "/TLS ";
    SalvagedVia salvaged;
    if (auto const at = text.find(transport); at != std::string_view::npos) {
        auto const begin = at + transport.size();
        salvaged.host = text.substr(begin, end_of(text, begin, host_class) - begin);
    }
    for (auto at = text.find(';'); at != std::string_view::npos && salvaged.branch.empty();
         at = text.find(';', at + 1)) {
        auto rest = text.substr(at + 1);
        skip_space(rest);
        if (equal_ignoring_case(take_token(rest), "branch") && take_letter(rest, '='))
            salvaged.branch = take_token(rest);
    }
    return salvaged;
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

std::vector<std::string_view> foreign_stamps(std::string_view via_text) {
    constexpr std::string_view names[] = {"received", "ms-received-port", "ms-received-cid"};
    std::vector<std::string_view> stamps;
    auto const in_any_case = [](char one, char other) { return (one | 0x20) == other; };
    auto const hit =
        std::search(via_text.begin(), via_text.end(), names[0].begin(), names[0].end(), in_any_case);
    if (hit == via_text.end()) return stamps;
    auto const via = Via::parse(via_text);
    if (!via) return stamps;
    for (auto rest = via->parameters.text(); !rest.empty();) {
        auto const before = rest;
        auto const parameter = Parameters::take(rest);
        if (std::ranges::any_of(names, [&](auto name) { return equal_ignoring_case(parameter->name, name); }))
            stamps.push_back(before.substr(0, before.size() - rest.size()));
    }
    return stamps;
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
