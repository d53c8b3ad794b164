#include "edge/sip/proxy/target_uri.hpp"

#include <algorithm>
#include <initializer_list>

#include "edge/sip/text.hpp"

namespace sip::proxy {

namespace {

using Names = std::initializer_list<std::string_view>;

void append_parameters(Parameters const& parameters, Names left_out, std::string& out) {
    auto rest = parameters.text();
    while (!rest.empty()) {
        auto const before = rest;
        auto const parameter = Parameters::take(rest);
        if (!parameter) return;
        bool const goes = std::any_of(left_out.begin(), left_out.end(), [&](std::string_view name) {
            return equal_ignoring_case(name, parameter->name);
        });
        if (!goes) out.append(before.substr(0, before.size() - rest.size()));
    }
}

}  // namespace

bool is_unfit_for_request_line(Uri const& uri) {
    if (!uri.is_sip()) return false;
    return !uri.headers.empty() || (!uri.parameters.empty() && uri.parameters.has("method"));
}

std::string request_line_uri(Uri const& uri) {
    if (!is_unfit_for_request_line(uri)) return std::string(uri.text);
    auto const begin = uri.parameters.empty() ? uri.headers.data() - 1 : uri.parameters.text().data();
    std::string text(uri.text.substr(0, static_cast<std::size_t>(begin - uri.text.data())));
    append_parameters(uri.parameters, {"method"}, text);
    return text;
}

std::string without_maddr(Uri const& uri) {
    constexpr std::uint16_t sips_port = 5061;
    std::string text(uri.scheme_text);
    text.append(":");
    if (!uri.user.empty()) text.append(uri.user).append("@");
    text.append(uri.host);
    if (uri.scheme == Uri::Scheme::sips && uri.port == sips_port) text.append(":5061");
    append_parameters(uri.parameters, {"maddr", "transport", "method"}, text);
    return text;
}

}  // namespace sip::proxy
