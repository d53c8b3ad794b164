#include "harness/fuzz/script_reader.hpp"

#include <algorithm>

#include "sansio/byte_buffer.hpp"
#include "simulators/wire/slices.hpp"

namespace fuzz {

namespace {

constexpr std::string_view methods[] = {"INVITE",  "ACK",       "BYE",    "CANCEL", "MESSAGE",
                                        "OPTIONS", "SUBSCRIBE", "NOTIFY", "FOO"};
constexpr std::string_view outside_domains[] = {"fabrikam.com", "litware.com", "spam.example",
                                                "stranger.example"};
constexpr std::string_view max_forwards[] = {"70", "70", "70", "1", "0", "300"};
constexpr std::string_view extras[] = {
    "",
    "",
    "",
    "Route: <sip:sip.contoso.com:5061;transport=tls;lr>\r\n",
    "Route: <sip:edge-int.contoso.com:5061;transport=tls;lr>, <sip:sip.fabrikam.com;lr>\r\n",
    "Proxy-Require: magic\r\n",
    "ms-edge-proxy-message-trust: ms-source-type=InternetUser\r\n",
    "ms-user-data: ms-publiccloud=TRUE;ms-federation=TRUE\r\n",
    "Max-Forwards: 3\r\n",
    "Record-Route: <sip:sip.fabrikam.com:5061;transport=tls;lr>\r\nContact: <sip:bob@fabrikam.com;gruu>\r\n"};
constexpr std::string_view statuses[] = {"100 Trying",           "180 Ringing",
                                         "183 Session Progress", "200 OK",
                                         "202 Accepted",         "302 Moved Temporarily",
                                         "404 Not Found",        "408 Request Timeout",
                                         "481 No Transaction",   "487 Request Terminated",
                                         "500 Server Error",     "503 Service Unavailable",
                                         "603 Decline"};
constexpr std::string_view response_extras[] = {"", "", "Retry-After: 2\r\n",
                                                "ms-diagnostics: 1003;reason=\"x\";source=\"y\"\r\n",
                                                "Contact: <sip:bob@fabrikam.com;gruu>\r\n"};

}  // namespace

std::uint8_t ScriptReader::byte() {
    if (script_.empty()) return 0;
    auto const value = std::to_integer<std::uint8_t>(script_.front());
    script_ = script_.subspan(1);
    return value;
}

std::string_view ScriptReader::bytes(std::size_t wanted) {
    auto const count = std::min(wanted, script_.size());
    auto const taken = sansio::as_text(script_.first(count));
    script_ = script_.subspan(count);
    return taken;
}

std::string ScriptReader::request(WireJudge::Side side) {
    auto const method = word(methods);
    std::string const far(word(outside_domains));
    bool const inside = side == WireJudge::Side::inside;
    std::string const from = inside ? "alice@contoso.com" : "bob@" + far;
    std::string const to = inside ? "bob@" + far : "alice@contoso.com";
    auto const choices = byte();
    auto const branch = std::to_string(choices % 8);
    std::string text(method);
    text.append(" sip:")
        .append(to)
        .append(" SIP/2.0\r\nVia: SIP/2.0/TLS peer.example:5061;branch=z9hG4bK")
        .append(branch);
    // One branch, one request: what repeats it is a repetition and nothing else.
    text.append(".")
        .append(method == "ACK" || method == "CANCEL" ? "INVITE" : method)
        .append(from)
        .append(to)
        .append("\r\n");
    auto const hops = word(max_forwards);
    auto const extra = word(extras);
    text.append("Max-Forwards: ")
        .append(hops)
        .append("\r\nFrom: <sip:")
        .append(from)
        .append(">;tag=a\r\nTo: <sip:")
        .append(to);
    text.append(choices & 0x80U ? ">;tag=b\r\n" : ">\r\n")
        .append("Call-ID: c")
        .append(branch)
        .append("\r\nCSeq: 1 ")
        .append(method);
    text.append("\r\n").append(extra).append("Content-Length: ");
    std::string const body(choices & 0x40U ? 2000 : 5, 'x');
    return text.append(std::to_string(body.size())).append("\r\n\r\n").append(body);
}

std::string ScriptReader::response(wire::RawMessage const& request) {
    std::string text = "SIP/2.0 ";
    text.append(word(statuses)).append("\r\n");
    for (auto const& line : request.headers())
        for (std::string_view const kept : {"Via", "From", "To", "Call-ID", "CSeq", "Record-Route"})
            if (wire::same_header(line.name, kept)) {
                text.append(line.name).append(": ").append(line.value);
                text.append(kept == "To" && wire::parameter(line.value, "tag").empty() ? ";tag=b\r\n"
                                                                                       : "\r\n");
            }
    text.append(word(response_extras)).append("Content-Length: 0\r\n\r\n");
    return text;
}

}  // namespace fuzz
