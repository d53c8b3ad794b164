// Finds a party's next hop in the DNS: SRV, then A or AAAA of the target, over UDP with a few tries.
#pragma once
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>

#include "sansio/network.hpp"
#include "sansio/random.hpp"
#include "sansio/time.hpp"
#include "simulators/internet/dns_wire.hpp"

namespace kit {

struct LookupSettings {
    sansio::Endpoint resolver;
    sansio::IpAddress local;
    sansio::Duration retry = std::chrono::seconds{1};
    std::uint32_t tries_max = 3;
};

/// The end of one look-up; `fault` is empty when it found something.
struct Found {
    std::string key;  // as given to find_*
    std::string host;
    sansio::Endpoint endpoint;
    std::string fault;
};

/// Each find_* is answered once by poll_found(). Nothing is cached.
class Lookups {
public:
    Lookups(LookupSettings settings, sansio::Random random) : settings_(settings), random_(random) {}

    void start();
    /// SRV _sipfederationtls._tcp.<domain>: smallest priority, then largest weight.
    void find_domain(std::string key, std::string_view domain, sansio::Time now);
    void find_host(std::string key, std::string_view host, std::uint16_t port, sansio::Time now);

    void handle(sansio::Input const& input, sansio::Time now);
    void expire(sansio::Time now);
    std::optional<sansio::Time> next_deadline() const;
    std::optional<sansio::Action> poll_action();
    std::optional<Found> poll_found();

private:
    struct Lookup {
        std::string key;
        std::string name;  // what is asked now
        internet::RecordType type;
        std::string host;
        std::uint16_t port;
        std::uint32_t tries;
        sansio::Time due;
    };

    void ask(Lookup lookup, sansio::Time now);
    void transmit(std::uint16_t id, Lookup const& lookup);
    void take_answer(Lookup lookup, internet::DnsAnswer const& answer, sansio::Time now);
    void finish(Lookup const& lookup, sansio::IpAddress address);
    void fail(Lookup const& lookup, std::string why);

    LookupSettings settings_;
    sansio::Random random_;
    std::map<std::uint16_t, Lookup> asked_;
    std::deque<sansio::Action> actions_;
    std::deque<Found> found_;
};

}  // namespace kit
