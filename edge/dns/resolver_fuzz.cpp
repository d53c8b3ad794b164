// Datagrams of a hostile server: whatever it sends, each query is answered exactly once.
#include "edge/dns/resolver.hpp"

#include "edge/dns/message_builder.hpp"
#include "sansio/check.hpp"

namespace {

/// Puts the id and the question of `query` in front of the fuzzer's bytes, so that they are read beyond the header.
std::string as_response(std::string const& query, std::string_view bytes) {
    std::string response = query;
    std::size_t const header = std::min<std::size_t>(bytes.size(), 10);
    for (std::size_t index = 0; index < header; ++index) response[2 + index] = bytes[index];
    response[2] = static_cast<char>(response[2] | '\x80');
    return response.append(bytes.substr(header));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view bytes(reinterpret_cast<char const*>(data), size);
    sansio::Endpoint const server{sansio::IpAddress::v4(127, 0, 0, 1), 53};
    sansio::Endpoint const second{sansio::IpAddress::v4(127, 0, 0, 2), 53};
    dns::Resolver resolver({.servers = {server, second}, .forgeries_max = 2}, sansio::Random(size));
    sansio::Time now{};
    int answers = 0;
    dns::SendDatagram query;
    std::optional<dns::StreamId> stream;
    auto const drain = [&] {
        while (auto action = resolver.poll_action()) {
            if (auto const* datagram = std::get_if<dns::SendDatagram>(&*action)) query = *datagram;
            if (auto const* open = std::get_if<dns::OpenStream>(&*action)) stream = open->stream;
            if (std::holds_alternative<dns::Answered>(*action)) ++answers;
        }
    };
    resolver.resolve(dns::QueryId{1}, "_sipfederationtls._tcp.fabrikam.com", dns::Type::srv, now);
    drain();
    // Each step: a byte that says what happens, a byte that says how many bytes it takes.
    for (constexpr std::size_t prefix = 2; bytes.size() >= prefix && answers == 0;) {
        auto const what = static_cast<unsigned char>(bytes[0]);
        auto const piece = bytes.substr(prefix, static_cast<unsigned char>(bytes[1]));
        bytes.remove_prefix(prefix + piece.size());
        auto const from = (what & 8U) == 0 ? query.to : second;
        if ((what & 7U) == 0) resolver.datagram(query.socket, sansio::as_bytes(piece), from, now);
        if ((what & 7U) == 1) {
            auto const response = as_response(query.bytes, piece);
            resolver.datagram(query.socket, sansio::as_bytes(response), from, now);
        }
        if ((what & 7U) == 2 && stream) resolver.connected(*stream);
        if ((what & 7U) == 3 && stream) resolver.received(*stream, sansio::as_bytes(piece), now);
        if ((what & 7U) == 4 && stream) {
            auto const message = dns::with_size(as_response(query.bytes, piece));
            resolver.received(*stream, sansio::as_bytes(message), now);
        }
        if ((what & 7U) == 5 && stream) resolver.lost(*stream, now);
        if ((what & 7U) == 6) resolver.expire(now += std::chrono::seconds{2});
        drain();
    }
    int expiries = 0;
    while (auto const deadline = resolver.next_deadline()) {
        constexpr int expiries_max = 100;
        sansio::check(++expiries < expiries_max, "the search ends");
        now = *deadline;
        resolver.expire(now);
        drain();
    }
    sansio::check(answers == 1, "a query is answered exactly once");
    sansio::check(resolver.questions() == 0 && resolver.streams() == 0, "nothing stays open");
    return 0;
}
