// Messages of one call between alice and bob for the tests of this folder.
#pragma once
#include <string>
#include <string_view>

#include "edge/sip/message_view.hpp"

namespace sip::dialog {

/// Owns the bytes of its view.
class Parsed {
public:
    explicit Parsed(std::string text) : text_(std::move(text)), view_(*MessageView::parse(text_)) {}
    Parsed(Parsed const&) = delete;
    Parsed& operator=(Parsed const&) = delete;
    MessageView const& view() const { return view_; }

private:
    std::string text_;
    MessageView view_;
};

inline std::string invite(std::string_view more = "Contact: <sip:alice@a.example;transport=tls>\r\n",
                          std::string_view uri = "sip:bob@fabrikam.com", std::string_view to_tag = "",
                          std::uint32_t cseq = 7, std::string_view method = "INVITE") {
    std::string const name(method);
    return name + " " + std::string(uri) + " SIP/2.0\r\n" +
           "Via: SIP/2.0/TLS a.example;branch=z9hG4bKa\r\nMax-Forwards: 70\r\n"
           "From: \"Alice\" <sip:alice@contoso.com>;tag=al;epid=1\r\nTo: <sip:bob@fabrikam.com>" +
           std::string(to_tag.empty() ? "" : ";tag=") + std::string(to_tag) +
           "\r\nCall-ID: call1\r\nCSeq: " + std::to_string(cseq) + " " + name + "\r\n" + std::string(more) +
           "Content-Length: 0\r\n\r\n";
}

inline std::string answer(int status, std::string_view to_tag = "bo",
                          std::string_view more = "Contact: <sip:bob@b.example>\r\n") {
    return "SIP/2.0 " + std::to_string(status) + " Text\r\n" +
           "Via: SIP/2.0/TLS a.example;branch=z9hG4bKa\r\n"
           "From: \"Alice\" <sip:alice@contoso.com>;tag=al;epid=1\r\nTo: <sip:bob@fabrikam.com>" +
           std::string(to_tag.empty() ? "" : ";tag=") + std::string(to_tag) +
           "\r\nCall-ID: call1\r\nCSeq: 7 INVITE\r\n" + std::string(more) + "Content-Length: 0\r\n\r\n";
}

}  // namespace sip::dialog
