// A DNS server for all zones of a simulated internet: real packets over UDP, answered with authority.
#pragma once
#include <deque>
#include <map>
#include <optional>
#include <string>

#include "sansio/host.hpp"
#include "simulators/internet/zone.hpp"

namespace internet {

struct DnsFault {
    enum class Kind : std::uint8_t { silent, server_failure, delay };
    Kind kind = Kind::silent;
    sansio::Duration delay{};
};

/// Records and faults may change while it runs; answers that wait already are not changed.
class DnsServer : public sansio::Host {
public:
    explicit DnsServer(sansio::Endpoint listen) : listen_(listen) {}

    Zone& zone() { return zone_; }
    /// For `name` and everything below it; an empty name: for all queries.
    void set_fault(std::string_view name, DnsFault fault);
    void clear_faults() { faults_.clear(); }
    std::size_t queries() const { return queries_; }

    void start(sansio::Time now) override;
    void handle(sansio::Input const& input, sansio::Time now) override;
    void expire(sansio::Time now) override;
    std::optional<sansio::Time> next_deadline() const override;
    std::optional<sansio::Action> poll_action() override;
    std::span<std::byte const> unsent(sansio::ConnectionId) const override { return {}; }
    void sent(sansio::ConnectionId, std::size_t) override {}

private:
    DnsFault const* fault_for(std::string_view name) const;

    sansio::Endpoint listen_;
    Zone zone_;
    std::map<std::string, DnsFault, std::less<>> faults_;
    std::multimap<sansio::Time, sansio::SendDatagram> late_;
    std::deque<sansio::Action> actions_;
    std::size_t queries_ = 0;
};

}  // namespace internet
