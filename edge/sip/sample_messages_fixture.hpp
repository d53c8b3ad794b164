// Messages for the tests of the codec and of what stands on it.
#pragma once
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "edge/sip/message_view.hpp"

namespace sip::sample {

/// Every LF becomes CR LF, so that a message can be written as it reads.
inline std::string wire(std::string_view text) {
    std::string result;
    for (char const letter : text) {
        if (letter == '\n') result += '\r';
        result += letter;
    }
    return result;
}

/// A MESSAGE of bob's to alice; `headers` are whole lines with LF, put before Content-Length.
inline std::string request(std::string_view method = "MESSAGE", std::string_view headers = "",
                           std::string_view body = "") {
    std::string text(method);
    text.append(" sip:alice@contoso.com SIP/2.0\n");
    text.append("Via: SIP/2.0/TLS sip.fabrikam.com:5061;branch=z9hG4bKsample1\nMax-Forwards: 70\n");
    text.append("From: \"Bob\" <sip:bob@fabrikam.com>;tag=b1;epid=0202ddeeff\nTo: <sip:alice@contoso.com>\n");
    text.append("Call-ID: sample-1\nCSeq: 1 ").append(method).append("\n").append(headers);
    text.append("Content-Length: ").append(std::to_string(body.size())).append("\n\n");
    return wire(text).append(body);
}

/// An answer to request() that came through one more hop: `own_via` stands above the partner's.
inline std::string response(int status, std::string_view own_via, std::string_view method = "MESSAGE",
                            std::string_view headers = "") {
    std::string text = "SIP/2.0 " + std::to_string(status) + " Reason\n";
    text.append("Via: ").append(own_via).append(
        "\nVia: SIP/2.0/TLS sip.fabrikam.com:5061;branch=z9hG4bKsample1\n");
    text.append(
        "From: \"Bob\" <sip:bob@fabrikam.com>;tag=b1;epid=0202ddeeff\nTo: <sip:alice@contoso.com>;tag=a1\n");
    text.append("Call-ID: sample-1\nCSeq: 1 ")
        .append(method)
        .append("\n")
        .append(headers)
        .append("Content-Length: 0\n\n");
    return wire(text);
}

struct CorpusCase {
    std::string name;
    std::string rule;  // "accepted", or the rule that refuses it
};
inline std::vector<CorpusCase> corpus_cases() {
    return {
#define CASE(name, rule) {name, #rule},
#include "edge/sip/corpus/verdicts.inc"
#undef CASE
    };
}
/// Tests run in the root of the repository.
inline std::string corpus(std::string const& name) {
    std::ifstream file("edge/sip/corpus/" + name + ".sip", std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

}  // namespace sip::sample
