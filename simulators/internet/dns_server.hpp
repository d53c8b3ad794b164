// A DNS server for all zones of a simulated internet: real packets over UDP and TCP, answered with authority.
#pragma once
#include <cstddef>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sansio/byte_buffer.hpp"
#include "sansio/host.hpp"
#include "simulators/internet/dns_wire.hpp"
#include "simulators/internet/zone.hpp"

namespace internet {

/// What is wrong with the answers to some queries.
struct DnsFault {
    enum class Kind : std::uint8_t {
        silent,          // none comes
        server_failure,  // SERVFAIL
        refused,         // REFUSED
        name_error,      // NXDOMAIN, with the zone's SOA record if it has one
        delay,           // it comes after `delay`
        truncated,       // over UDP the TC bit and no record; over TCP it is whole
        cut,             // over UDP the TC bit, and it ends within its last record; over TCP it is whole
        garbage,         // bytes that are no DNS message
        half,            // it ends in the middle; over TCP the connection ends there, too
        wrong_id,        // it has another id than the query
        wrong_question,  // it repeats another name than was asked
        wrong_case,      // it repeats the name in lower case, so that 0x20 is lost
        wrong_source,    // it comes from another port of the server; UDP only
    };
    enum class Transport : std::uint8_t { udp, tcp };

    Kind kind = Kind::silent;
    sansio::Duration delay{};
    std::optional<RecordType> type{};     // hits queries for this type only
    std::optional<Transport> over{};      // hits queries that come so only
    std::optional<std::size_t> server{};  // hits queries at this address of the server only, counted from 0
    std::optional<std::size_t> times{};   // hits the first so many such queries only
};

/// Records and faults may change while it runs; answers that wait already are not changed.
class DnsServer : public sansio::Host {
public:
    explicit DnsServer(sansio::Endpoint listen) : DnsServer(std::vector<sansio::Endpoint>{listen}) {}
    /// The same zones at several addresses, as if they were servers of their own.
    explicit DnsServer(std::vector<sansio::Endpoint> listen) : listen_(std::move(listen)) {}

    Zone& zone() { return zone_; }
    /// For `name` and everything below it; an empty name: for all queries. Replaces the faults of that name.
    void set_fault(std::string_view name, DnsFault fault);
    /// The same beside the faults of that name: the first that hits a query decides.
    void add_fault(std::string_view name, DnsFault fault);
    /// The faults of that name are over.
    void clear_fault(std::string_view name);
    void clear_faults() { faults_.clear(); }
    /// Over UDP and TCP together.
    std::size_t queries() const { return queries_; }

    void start(sansio::Time now) override;
    void handle(sansio::Input const& input, sansio::Time now) override;
    void expire(sansio::Time now) override;
    std::optional<sansio::Time> next_deadline() const override;
    std::optional<sansio::Action> poll_action() override;
    std::span<std::byte const> unsent(sansio::ConnectionId connection) const override;
    void sent(sansio::ConnectionId connection, std::size_t count) override;

private:
    /// Where a query came from, and so where its answer goes.
    struct Origin {
        std::size_t server = 0;
        sansio::Endpoint client{};                         // of a datagram
        std::optional<sansio::ConnectionId> connection{};  // of a query over TCP
    };
    struct Client {
        std::size_t server = 0;
        std::string in;
        sansio::ByteBuffer out;
    };
    struct Reply {
        Origin origin;
        std::string bytes;
        bool from_elsewhere = false;
        bool then_close = false;
    };

    void receive(sansio::Received const& input, sansio::Time now);
    void query(std::span<std::byte const> packet, Origin const& origin, sansio::Time now);
    DnsFault const* fault_for(DnsQuery const& query, Origin const& origin);
    void send(Reply reply);

    std::vector<sansio::Endpoint> listen_;
    Zone zone_;
    std::map<std::string, std::vector<DnsFault>, std::less<>> faults_;
    std::map<sansio::ConnectionId, Client> clients_;
    std::multimap<sansio::Time, Reply> late_;
    std::deque<sansio::Action> actions_;
    std::size_t queries_ = 0;
};

}  // namespace internet
