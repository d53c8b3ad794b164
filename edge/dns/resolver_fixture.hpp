// A resolver with everything that it asked for, for the tests of this folder.
#pragma once
#include <gtest/gtest.h>

#include "edge/dns/message_builder.hpp"
#include "edge/dns/resolver.hpp"
#include "sansio/byte_buffer.hpp"
#include "sansio/domain_name.hpp"

namespace dns {

using Outcome = Answer::Outcome;
using std::chrono::milliseconds;
using std::chrono::seconds;

class ResolverTest : public ::testing::Test {
protected:
    static constexpr std::string_view name = "_sipfederationtls._tcp.fabrikam.com";

    void make(Settings settings = {}) {
        if (settings.servers.empty()) settings.servers = {server};
        resolver.emplace(settings, sansio::Random(1));
    }
    /// Everything that waits: datagrams into `sent`, answers into `answered`.
    void drain() {
        while (auto action = resolver->poll_action()) {
            if (auto* datagram = std::get_if<SendDatagram>(&*action)) sent.push_back(*datagram);
            if (auto* answer = std::get_if<Answered>(&*action)) answered.push_back(*answer);
            if (auto* stream = std::get_if<OpenStream>(&*action)) opened.push_back(*stream);
            if (auto* stream = std::get_if<SendOnStream>(&*action)) streamed.push_back(*stream);
            if (auto* stream = std::get_if<CloseStream>(&*action)) closed.push_back(stream->stream);
        }
    }
    void resolve(std::uint64_t query, std::string_view asked = name) {
        resolver->resolve(QueryId{query}, asked, Type::srv, now);
        drain();
    }
    void respond(std::string const& bytes) { respond(bytes, server); }
    void respond(std::string const& bytes, sansio::Endpoint from) {
        resolver->datagram(sent.back().socket, sansio::as_bytes(bytes), from, now);
        drain();
    }
    /// The name in the latest datagram, letter by letter.
    std::string asked() const { return question_name(sent.back().bytes); }
    /// A good response to the latest datagram.
    Message response(std::uint32_t ttl = 60) const {
        return {id_of(sent.back().bytes),
                question_bytes(asked(), 33),
                0x8180,
                {srv_bytes(name, ttl, {0, 0, 5061, "sip.fabrikam.com"})}};
    }
    void pass(sansio::Duration time) {
        now += time;
        resolver->expire(now);
        drain();
    }

    sansio::Endpoint const server{sansio::IpAddress::v4(127, 0, 1, 2), 10'053};
    sansio::Endpoint const second{sansio::IpAddress::v4(127, 0, 1, 3), 10'053};
    sansio::Time now{};
    std::optional<Resolver> resolver;
    std::vector<SendDatagram> sent;
    std::vector<Answered> answered;
    std::vector<OpenStream> opened;
    std::vector<SendOnStream> streamed;
    std::vector<StreamId> closed;
};

}  // namespace dns
