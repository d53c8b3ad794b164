// SIP and SIPS URIs (RFC 3261 §19.1), and other URIs as far as a proxy has to know them: their scheme.
#pragma once
#include <cstdint>
#include <string_view>

#include "edge/sip/parameters.hpp"
#include "edge/sip/rules.hpp"

namespace sip {

struct Uri {
    enum class Scheme : std::uint8_t { sip, sips, other };

    Scheme scheme = Scheme::sip;
    std::string_view scheme_text;
    std::string_view user;   // as written, not unescaped; with its password; empty: no userinfo
    std::string_view host;   // an IPv6 reference keeps its brackets
    std::uint16_t port = 0;  // 0: none given
    Parameters parameters;
    std::string_view headers;  // after '?', as written
    std::string_view text;     // the whole URI; of another scheme nothing more is known

    /// The whole of `text`, without < >.
    static Result<Uri, SyntaxFault> parse(std::string_view text);
    bool is_sip() const { return scheme != Scheme::other; }
};

/// Reads "host", "host:port", "[v6]:port" at the front of `text` and drops it. port 0: none.
struct HostPort {
    std::string_view host;
    std::uint16_t port = 0;
    static Result<HostPort, SyntaxFault> take(std::string_view& text, Rule rule);
};

/// DNS names compare without case (RFC 3261 §19.1.4, RFC 4343), and here a trailing dot does not count.
bool same_host(std::string_view a, std::string_view b);

}  // namespace sip
