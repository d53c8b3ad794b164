#include "harness/check/requests.hpp"

#include "sansio/check.hpp"
#include "simulators/wire/template_writer.hpp"

namespace check {
namespace {

constexpr std::string_view head =
    "${method} sip:${to} SIP/2.0\n"
    "Via: SIP/2.0/TLS ${host}:5061;branch=${branch}\n"
    "Max-Forwards: 70\n"
    "From: <sip:${from}>;tag=${tag}\n"
    "To: <sip:${to}>\n"
    "Call-ID: ${call_id}\n"
    "CSeq: 1 ${method}\n"
    "Contact: <sip:${host}:5061;transport=tls>\n"
    "User-Agent: fedproof check\n";

constexpr std::string_view options_rest =
    "Accept: application/sdp\n"
    "Content-Length: 0\n"
    "\n";
constexpr std::string_view subscribe_rest =
    "Event: presence\n"
    "Accept: application/pidf+xml\n"
    "Expires: 0\n"
    "Content-Length: 0\n"
    "\n";
constexpr std::string_view message_rest =
    "Content-Type: text/plain; charset=UTF-8\n"
    "Content-Length: 0\n"
    "\n"
    "${body}";
constexpr std::string_view answer_text =
    "SIP/2.0 ${status}\n"
    "${via}\n"
    "From: ${from}\n"
    "To: ${to}\n"
    "Call-ID: ${call_id}\n"
    "CSeq: ${cseq}\n"
    "Content-Length: 0\n"
    "\n";

std::string filled(std::string_view text, wire::Values const& values) {
    auto made = wire::fill(text, values);
    sansio::check(made.has_value(), "the placeholders of our own requests are known");
    return *std::move(made);
}

WrittenRequest write(std::string_view method, std::string_view rest, Caller const& caller,
                     std::string_view to, std::string_view body, sansio::Random& random) {
    WrittenRequest made;
    made.branch = "z9hG4bK" + random.hex(16);
    made.call_id = random.hex(32);
    auto const from = caller.address.empty() ? "federation-check@" + caller.domain : caller.address;
    made.text = filled(std::string(head) + std::string(rest), {{"method", std::string(method)},
                                                               {"to", std::string(to)},
                                                               {"host", caller.host_name},
                                                               {"branch", made.branch},
                                                               {"from", from},
                                                               {"tag", random.hex(10)},
                                                               {"call_id", made.call_id},
                                                               {"body", std::string(body)}});
    return made;
}

}  // namespace

WrittenRequest write_options(Caller const& caller, std::string_view to, sansio::Random& random) {
    return write("OPTIONS", options_rest, caller, to, {}, random);
}

WrittenRequest write_subscribe(Caller const& caller, std::string_view to, sansio::Random& random) {
    return write("SUBSCRIBE", subscribe_rest, caller, to, {}, random);
}

WrittenRequest write_message(Caller const& caller, std::string_view to, std::string_view body,
                             sansio::Random& random) {
    return write("MESSAGE", message_rest, caller, to, body, random);
}

std::string write_answer(wire::RawMessage const& request) {
    if (request.method() == "ACK" || !request.has("Via")) return {};
    std::string via;
    for (auto const value : request.values("Via"))
        via += (via.empty() ? "Via: " : "\r\nVia: ") + std::string(value);
    bool const is_duty = request.method() == "NOTIFY" || request.method() == "OPTIONS";
    return filled(answer_text, {{"status", is_duty ? "200 OK" : "501 Not Implemented"},
                                {"via", via},
                                {"from", std::string(request.value("From"))},
                                {"to", std::string(request.value("To"))},
                                {"call_id", std::string(request.value("Call-ID"))},
                                {"cseq", std::string(request.value("CSeq"))}});
}

}  // namespace check
