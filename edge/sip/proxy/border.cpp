#include "edge/sip/proxy/border.hpp"

#include <algorithm>
#include <array>

#include "edge/sip/parameters.hpp"
#include "edge/sip/proxy/edits.hpp"
#include "edge/sip/text.hpp"

namespace sip::proxy {

namespace {

enum class Treatment : std::uint8_t { keep, strip, public_only, for_trusted, own_tags, hop_schemes };

struct Row {
    Header header;
    Treatment inbound, outbound;

    constexpr Treatment towards(Direction direction) const {
        return direction == Direction::inbound ? inbound : outbound;
    }
};
struct PrefixRow {
    std::string_view prefix;
    Treatment inbound, outbound;
};

#define BORDER_PREFIX(prefix, inbound, outbound)
constexpr Row rows[] = {
#define BORDER(header, inbound, outbound) {Header::header, Treatment::inbound, Treatment::outbound},
#include "edge/sip/proxy/border.inc"
#undef BORDER
};
#undef BORDER_PREFIX

#define BORDER(header, inbound, outbound)
constexpr PrefixRow prefix_rows[] = {
#define BORDER_PREFIX(prefix, inbound, outbound) {prefix, Treatment::inbound, Treatment::outbound},
#include "edge/sip/proxy/border.inc"
#undef BORDER_PREFIX
};
#undef BORDER

/// The rows of one direction that have something to do: a message passes each of them.
template <Direction direction>
constexpr auto make_work() {
    constexpr auto works = [](Row const& row) { return row.towards(direction) != Treatment::keep; };
    std::array<Row, static_cast<std::size_t>(std::count_if(std::begin(rows), std::end(rows), works))> work{};
    std::copy_if(std::begin(rows), std::end(rows), work.begin(), works);
    return work;
}
constexpr auto inbound_work = make_work<Direction::inbound>();
constexpr auto outbound_work = make_work<Direction::outbound>();

constexpr std::array<std::string_view, 1> served_to_the_inside{"ms-benotify"};

void remove_line(MessageView const& view, std::size_t number, Rewrite& rewrite) {
    auto const line = view.line_text(number);
    rewrite.remove(view.offset_of(line), line.size());
}

/// "10003" or "10003.2" (facts/wire.md §1.4).
bool is_diagnostic_id(std::string_view text) {
    auto const dot = std::min(text.find('.'), text.size());
    auto const is_number = [](std::string_view part) {
        return !part.empty() && end_of(part, 0, digit_class) == part.size();
    };
    return is_number(text.substr(0, dot)) && (dot == text.size() || is_number(text.substr(dot + 1)));
}

/// Takes `source` off an ms-diagnostics-public; one that cannot be read goes wholly, as nobody knows what it tells.
void remove_source(MessageView const& view, std::size_t number, Rewrite& rewrite) {
    auto const value = view.line_value(number);
    auto const parameters_at = std::min(value.find(';'), value.size());
    auto const parameters = Parameters::parse(value.substr(parameters_at));
    if (!parameters || !is_diagnostic_id(trim(value.substr(0, parameters_at))))
        return remove_line(view, number, rewrite);
    auto rest = parameters->text();
    while (!rest.empty()) {
        auto const before = rest;
        auto const parameter = Parameters::take(rest);
        if (parameter && equal_ignoring_case(parameter->name, "source"))
            rewrite.remove(view.offset_of(before), before.size() - rest.size());
    }
}

void keep_public_only(MessageView const& view, Header header, Rewrite& rewrite) {
    bool const allowed =
        !view.is_request() || view.method() == Method::bye || view.method() == Method::cancel;
    if (!allowed) return remove_lines(view, header, rewrite);
    std::size_t const first = view.first(header) - 1U;
    remove_source(view, first, rewrite);
    for (auto next = view.line(first).next; next != 0; next = view.line(next).next)
        remove_line(view, next, rewrite);
}

bool names_privacy_of_id(std::string_view value) {
    while (!value.empty()) {
        auto const end = std::min(value.find_first_of(";,"), value.size());
        if (equal_ignoring_case(trim(value.substr(0, end)), "id")) return true;
        value.remove_prefix(std::min(end + 1, value.size()));
    }
    return false;
}

/// Privacy stands once (RFC 3323 §4.2), but whoever asks in a second line asks all the same.
bool wants_privacy_of_id(MessageView const& view) {
    for (std::size_t number = 0; number < view.line_count(); ++number)
        if (view.line(number).header == Header::privacy && names_privacy_of_id(view.line_value(number)))
            return true;
    return false;
}

bool is_served(std::string_view tag, Direction direction) {
    auto const served = served_extensions(direction);
    return std::any_of(served.begin(), served.end(),
                       [tag](std::string_view one) { return equal_ignoring_case(one, tag); });
}

/// Takes the served tags off one line; a line that becomes empty goes.
void remove_served(MessageView const& view, std::size_t number, Direction direction, Rewrite& rewrite) {
    std::string left;
    bool changed = false;
    auto tags = view.elements(ListHeader::proxy_require);
    while (auto const tag = tags.next()) {
        if (tag->line != number) continue;
        if (is_served(tag->text, direction))
            changed = true;
        else
            left.append(left.empty() ? "" : ", ").append(tag->text);
    }
    if (!changed) return;
    if (left.empty()) return remove_line(view, number, rewrite);
    auto const value = view.line_value(number);
    rewrite.replace(view.offset_of(value), value.size(), {left});
}

/// Challenges, credentials and proofs of the schemes that secure one hop; those of any other scheme are between the ends, and
/// only the proxy of their realm takes them (RFC 3261 §22.2, §22.3). What names no scheme is Digest's (§20.6).
void remove_hop_credentials(MessageView const& view, Header header, Rewrite& rewrite) {
    constexpr std::array<std::string_view, 3> of_one_hop{"NTLM", "Kerberos", "TLS-DSK"};
    for (std::size_t number = 0; number < view.line_count(); ++number) {
        if (view.line(number).header != header) continue;
        auto const value = view.line_value(number);
        auto const scheme = value.substr(0, end_of(value, 0, token_class));
        auto const is_it = [scheme](std::string_view one) { return equal_ignoring_case(one, scheme); };
        if (std::any_of(of_one_hop.begin(), of_one_hop.end(), is_it)) remove_line(view, number, rewrite);
    }
}

void treat(MessageView const& view, Row const& row, Direction direction, BorderSettings const& settings,
           Rewrite& rewrite) {
    switch (row.towards(direction)) {
        case Treatment::keep:
            break;
        case Treatment::strip: {
            bool const published = row.header == Header::ms_diagnostics && direction == Direction::outbound &&
                                   settings.diagnostics_to_partners;
            if (!published) remove_lines(view, row.header, rewrite);
            return;
        }
        case Treatment::public_only:
            return keep_public_only(view, row.header, rewrite);
        case Treatment::for_trusted:
            if (wants_privacy_of_id(view)) remove_lines(view, row.header, rewrite);
            return;
        case Treatment::hop_schemes:
            return remove_hop_credentials(view, row.header, rewrite);
        case Treatment::own_tags:
            for (std::size_t line = 0; line < view.line_count(); ++line)
                if (view.line(line).header == row.header) remove_served(view, line, direction, rewrite);
            return;
    }
}

bool begins_ignoring_case(std::string_view name, std::string_view prefix) {
    return name.size() >= prefix.size() && equal_ignoring_case(name.substr(0, prefix.size()), prefix);
}

/// Headers that this edge does not know by number: by the beginning of their names, or by what the deployment calls them.
void treat_unknown(MessageView const& view, Direction direction, BorderSettings const& settings,
                   Rewrite& rewrite) {
    for (std::size_t number = 0; number < view.line_count(); ++number) {
        if (view.line(number).header != Header::unknown) continue;
        auto const name = view.line_name(number);
        bool goes = equal_ignoring_case(name, settings.verification_header) ||
                    equal_ignoring_case(name, settings.user_data_header);
        for (auto const& row : prefix_rows) {
            auto const treatment = direction == Direction::inbound ? row.inbound : row.outbound;
            goes = goes || (treatment == Treatment::strip && begins_ignoring_case(name, row.prefix));
        }
        if (goes) remove_line(view, number, rewrite);
    }
}

std::string_view name_of(Trust::SourceType type) {
    switch (type) {
        case Trust::SourceType::authorized_server:
            return "AuthorizedServer";
        case Trust::SourceType::auto_federation:
            return "AutoFederation";
        case Trust::SourceType::direct_partner:
            return "DirectPartner";
        case Trust::SourceType::edge_proxy_generated:
            return "EdgeProxyGenerated";
        case Trust::SourceType::internet_user:
            return "InternetUser";
    }
    return {};
}

std::string_view name_of(Trust::Network network) {
    switch (network) {
        case Trust::Network::none:
            break;
        case Trust::Network::federation:
            return "federation";
        case Trust::Network::public_cloud:
            return "publiccloud";
    }
    return {};
}

}  // namespace

std::span<std::string_view const> served_extensions(Direction direction) {
    if (direction == Direction::inbound) return {};
    return served_to_the_inside;
}

void edit_at_border(MessageView const& view, Direction direction, BorderSettings const& settings,
                    Rewrite& rewrite) {
    std::span<Row const> const work =
        direction == Direction::inbound ? std::span<Row const>(inbound_work) : outbound_work;
    for (auto const& row : work)
        if (view.has(row.header)) treat(view, row, direction, settings, rewrite);
    treat_unknown(view, direction, settings, rewrite);
}

std::string trust_line(Trust const& trust) {
    std::string line = "ms-edge-proxy-message-trust: ms-source-type=";
    line.append(name_of(trust.source_type)).append(";ms-ep-fqdn=").append(trust.endpoint_fqdn);
    line.append(";ms-source-verified-user=").append(trust.verified ? "verified" : "unverified");
    if (trust.network != Trust::Network::none)
        line.append(";ms-source-network=").append(name_of(trust.network));
    if (!trust.remote_fqdn.empty()) line.append(";ms-remote-fqdn=").append(trust.remote_fqdn);
    return line.append("\r\n");
}

std::string verification_line(BorderSettings const& settings, bool verified) {
    return settings.verification_header +
           (verified ? ": ms-source-verified-user=verified\r\n" : ": ms-source-verified-user=unverified\r\n");
}

bool is_asserted_verified(MessageView const& view, BorderSettings const& settings) {
    auto const asserts = [](std::string_view value) {
        auto const equals = value.find('=');
        return equals != std::string_view::npos &&
               equal_ignoring_case(trim(value.substr(0, equals)), "ms-source-verified-user") &&
               equal_ignoring_case(trim(value.substr(equals + 1)), "verified");
    };
    // Two that differ assert nothing.
    bool found = false;
    for (std::size_t number = 0; number < view.line_count(); ++number) {
        if (!equal_ignoring_case(view.line_name(number), settings.verification_header)) continue;
        if (!asserts(view.line_value(number))) return false;
        found = true;
    }
    return found;
}

}  // namespace sip::proxy
