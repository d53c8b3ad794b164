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
    std::string_view const bytes(reinterpret_cast<char const*>(data), size);
    sansio::Endpoint const server{sansio::IpAddress::v4(127, 0, 0, 1), 53};
    dns::Resolver resolver({.server = server}, sansio::Random(size));
    sansio::Time now{};
    int answers = 0;
    std::string query;
    auto const drain = [&] {
        while (auto action = resolver.poll_action()) {
            if (auto const* datagram = std::get_if<dns::SendDatagram>(&*action)) query = datagram->bytes;
            if (std::holds_alternative<dns::Answered>(*action)) ++answers;
        }
    };
    resolver.resolve(dns::QueryId{1}, "_sipfederationtls._tcp.fabrikam.com", dns::Type::srv, now);
    drain();
    resolver.handle(sansio::as_bytes(bytes), server, now);
    resolver.handle(sansio::as_bytes(as_response(query, bytes)), server, now);
    drain();
    while (auto const deadline = resolver.next_deadline()) {
        now = *deadline;
        resolver.expire(now);
        drain();
    }
    sansio::check(answers == 1, "a query is answered exactly once");
    return 0;
}
