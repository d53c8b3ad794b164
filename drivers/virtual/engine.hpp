// The heart of a simulated world: takes the next event, lets it happen, gives hosts their turns.
#pragma once
#include <map>
#include <memory>
#include <string>

#include "drivers/tls/deterministic_random.hpp"
#include "drivers/virtual/host_slot.hpp"
#include "drivers/virtual/network.hpp"

namespace drivers::simulation {

class Engine final : public NetworkUser {
public:
    explicit Engine(WorldSettings settings);

    HostId add(HostSetup setup);
    void remove(HostId host);
    bool run_turn(sansio::Time until);
    /// The host gets a turn at this instant, unless it is frozen.
    void wake(HostSlot& slot);
    /// Nothing if the host was removed.
    HostSlot* find(HostId host);
    void sever(Link const& link);

    Network& network() { return network_; }
    Surroundings& surroundings() { return surroundings_; }
    NameIndex index(std::string_view name) { return network_.links().index(name); }

    bool connection_came(std::shared_ptr<Tcp> const& tcp) override;
    void stream_changed(TcpEnd const& end) override;
    void window_opened(TcpEnd const& end) override;
    void gave_up(TcpEnd const& end, sansio::ConnectionFault const& fault) override;
    void datagram_came(Claim const& socket, sansio::Endpoint from, std::string bytes) override;
    void datagram_lost(Claim const& socket, sansio::Endpoint from, sansio::Endpoint to,
                       std::string const& bytes) override;

private:
    /// True if a turn ran.
    bool happen(TurnDue const& event);
    bool happen(DeadlineDue const& event);
    bool happen(LimitDue const& event);
    template <class NetworkEvent>
    bool happen(NetworkEvent const& event) {
        network_.happen(event);
        return false;
    }
    void arm(HostSlot& slot);
    template <class Act>
    void tell(HostId host, Act act);

    sansio::Random random_;
    tls::DeterministicRandom tls_random_;
    Network network_;
    Surroundings surroundings_;
    std::map<HostId, std::unique_ptr<HostSlot>> hosts_;
    std::uint32_t hosts_added_ = 0;
    std::size_t turns_of_instant_ = 0;
};

}  // namespace drivers::simulation
