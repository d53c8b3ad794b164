// Any bytes as what a resolver and a partner say: a check ends, its findings fit a terminal, and nothing crashes.
#include "harness/check/partner_check.hpp"

#include "harness/check/resolver_file.hpp"
#include "reports/bytes_text.hpp"
#include "sansio/check.hpp"
#include "simulators/internet/dns_wire.hpp"

namespace {

using check::PartnerCheck;

sansio::Endpoint const resolver{sansio::IpAddress::v4(127, 0, 1, 2), 53};

/// What is left of the input, taken piece by piece.
class Pieces {
public:
    explicit Pieces(std::string_view bytes) : bytes_(bytes) {}

    bool empty() const { return bytes_.empty(); }
    unsigned byte() {
        if (bytes_.empty()) return 0;
        auto const value = static_cast<unsigned char>(bytes_.front());
        bytes_.remove_prefix(1);
        return value;
    }
    std::string_view piece() {
        auto const size = std::min<std::size_t>(byte(), bytes_.size());
        auto const taken = bytes_.substr(0, size);
        bytes_.remove_prefix(size);
        return taken;
    }
    std::string text() { return std::string(piece()); }

private:
    std::string_view bytes_;
};

sansio::PeerIdentity identity_of(Pieces& pieces) {
    sansio::PeerIdentity identity;
    auto const kind = pieces.byte();
    identity.tls_version = (kind & 1U) != 0 ? "TLSv1.3" : "TLSv1";
    if ((kind & 2U) == 0) return identity;
    identity.leaf.emplace();
    identity.leaf->common_name = pieces.text();
    identity.leaf->has_subject_alt_name = (kind & 4U) != 0;
    identity.leaf->dns_names = {"sip.fabrikam.com", pieces.text()};
    identity.leaf->not_after = sansio::WallTime::max();
    sansio::SentChain sent;
    sent.asks_for_certificate = (kind & 8U) != 0;
    for (unsigned i = kind >> 4U & 3U; i > 0; --i)
        sent.certificates.push_back(
            {pieces.text(), pieces.text(), pieces.text(), "EC", 256, "sha256", {}, {}});
    identity.sent = std::make_shared<sansio::SentChain>(std::move(sent));
    return identity;
}

/// An answer of a resolver that fits the question, with records out of the input, or the input itself.
std::string reply_to(sansio::SendDatagram const& datagram, Pieces& pieces) {
    auto const query = internet::parse_query(sansio::as_bytes(std::string_view(datagram.bytes)));
    auto const kind = pieces.byte();
    if (!query || kind % 8 == 0) return datagram.bytes.substr(0, 2) + pieces.text();
    internet::DnsResponse response{query->id, query->name, query->type, {}};
    response.truncated = kind % 8 == 1;
    if (kind % 8 == 2) response.answer.code = internet::DnsAnswer::Code::server_failure;
    auto host = kind % 8 >= 3 && kind % 8 <= 4 ? pieces.text() : std::string();
    // What is no name at all no packet of a resolver can hold.
    if (host.empty() || internet::pack(internet::DnsQuery{0, host, query->type}).empty())
        host = "sip.fabrikam.com";
    if (query->type == internet::RecordType::srv)
        response.answer.records.push_back({query->name, internet::SrvRecord{1, 2, 5061, host}});
    else if (query->type == internet::RecordType::a)
        response.answer.records.push_back({query->name, sansio::IpAddress::v4(127, 0, 1, 30)});
    else if (kind % 8 == 4)
        response.answer.records.push_back({query->name, internet::CnameRecord{host}});
    return internet::pack(response);
}

void act(PartnerCheck& partner, sansio::Action const& action, Pieces& pieces, sansio::Time now) {
    if (auto const* open = std::get_if<sansio::OpenSocket>(&action))
        return partner.handle(sansio::SocketOpen{open->socket, open->local}, now);
    if (auto const* datagram = std::get_if<sansio::SendDatagram>(&action)) {
        auto const reply = reply_to(*datagram, pieces);
        auto const bytes = sansio::as_bytes(std::string_view(reply));
        return partner.handle(sansio::DatagramReceived{datagram->socket, resolver, bytes}, now);
    }
    if (auto const* connect = std::get_if<sansio::Connect>(&action)) {
        if (pieces.byte() % 8 != 0)
            return partner.handle(sansio::Connected{connect->connection, {}, {}, identity_of(pieces)}, now);
        sansio::ConnectionFault fault;
        fault.stage = static_cast<sansio::ConnectionFault::Stage>(pieces.byte() % 11);
        fault.text = pieces.text();
        return partner.handle(sansio::ConnectFailed{connect->connection, fault}, now);
    }
    if (auto const* send = std::get_if<sansio::Send>(&action)) {
        auto const said = partner.unsent(send->connection);
        std::string const asked(sansio::as_text(said));
        partner.sent(send->connection, said.size());
        auto answer = pieces.text();
        // What would never be guessed: the ids of the request.
        if (pieces.byte() % 2 == 1) {
            wire::RawMessage const request(asked);
            answer = "SIP/2.0 " + answer + "\r\nVia: " + std::string(request.value("Via")) +
                     "\r\nCall-ID: " + std::string(request.value("Call-ID")) +
                     "\r\nFrom: " + std::string(request.value("From")) +
                     "\r\nTo: <sip:x>;tag=1\r\nCSeq: " + std::string(request.value("CSeq")) +
                     "\r\nms-diagnostics: " + pieces.text() + "\r\nContent-Length: 0\r\n\r\n";
        }
        partner.handle(sansio::Received{send->connection, sansio::as_bytes(std::string_view(answer))}, now);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const input(reinterpret_cast<char const*>(data), size);
    sansio::check(check::read_resolvers(input).size() <= 3, "no more resolvers than the C library takes");
    Pieces pieces(input);
    check::Settings settings;
    settings.domain = "fabrikam.com";
    settings.resolvers = {resolver};
    settings.in_laboratory = true;
    settings.caller = {"sip.contoso.com", "contoso.com", {}};
    settings.certificate_issuer = "CN=Root";
    settings.user = "bob@fabrikam.com";
    settings.message = "hello";
    PartnerCheck partner(settings);
    sansio::Time now{};
    partner.start(now);
    for (int turn = 0; turn < 10'000 && !partner.done(); ++turn) {
        if (auto const action = partner.poll_action()) {
            act(partner, *action, pieces, now);
            continue;
        }
        auto const due = partner.next_deadline();
        sansio::check(due.has_value(), "a check that is not done waits for something");
        now = *due;
        partner.expire(now);
    }
    sansio::check(partner.done(), "a check ends");
    sansio::check(now - sansio::Time{} <= 7 * settings.timeout,
                  "and in no more than seven times its timeout");
    while (auto const finding = partner.poll_finding())
        for (auto const& text : {finding->target, finding->seen, finding->remedy})
            sansio::check(reports::printable_line(text) == text, "what is printed fits a terminal");
    return 0;
}
