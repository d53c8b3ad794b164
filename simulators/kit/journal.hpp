// What the simulated parties saw and did, in order. The only source for the player, the judges and the reports.
#pragma once
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>

#include "sansio/network.hpp"
#include "sansio/time.hpp"
#include "simulators/wire/sip_reader.hpp"

namespace kit {

/// One thing that a party saw or did. Fields that make no sense for a kind are empty.
struct Observation {
    enum class Kind : std::uint8_t {
        sent,       // a SIP message was handed to the connection; with pieces: when the first of them was
        received,   // a whole SIP message came
        connected,  // a connection that the party opened is ready; `text`: the peer's certificate names
        connect_failed,  // `text`: why
        accepted,  // a connection that the party accepted is ready; `text`: the peer's certificate names
        closed,    // the connection is gone; `text`: why, empty when in order
        note,      // the party's own remark: `note` names it, `text` explains it
    };

    std::size_t index = 0;  // place in the journal, from 0
    sansio::Time at{};
    Kind kind = Kind::note;
    std::string party;  // PartySettings::name
    std::string user;   // the party's own user it concerns, "bob@fabrikam.com"; empty: the host itself
    sansio::ConnectionId connection{};

    std::string raw;        // sent, received: the exact bytes
    wire::Summary summary;  // sent, received: as libosip2 reads it; of a note about a request: that request's
    /// sent, received: why libosip2 or the slicer could not read it; empty when both could. A received message with a
    /// fault is the sender's failure; one that the party sent is a wire-level step's intention.
    std::string fault;
    /// No step has to await it: the party did it as its duty, or it only closes such a duty. Sent: every answer, ACK and
    /// repeated 2xx, and the BYE after a 2xx that nobody acknowledged. Received: the first 100 to a request, the ACKs of a
    /// 2xx and the first ACK of a refusal that the party sent (none while its ACKs are by hand), a repeated 2xx, the answer
    /// to a request that the party sent as a duty, and OPTIONS to the host itself.
    bool automatic = false;

    /// note: stable names.
    ///   timeout               no final answer within 64*T1
    ///   undelivered           a request could not be sent; `text`: why
    ///   answer_undeliverable  the connection of the request is gone
    ///   no_ack                no ACK within 64*T1 after a 2xx
    ///   stray_response        it matches no request
    ///   misrouted_response    it has more Vias than the party's own (RFC 3261 §8.1.3.3)
    ///   route_altered         a Route came back that differs from the Record-Route that the party gave
    ///   unreadable            bytes that cannot be cut; the connection was closed
    ///   unexpected_peer       a certificate without the expected name; the connection was closed
    ///   keep_alive            CRLF outside of any message; `text`: how many
    ///   misbehaved            a deliberate fault was shown; `text`: which
    ///   listen_failed, template_fault  the set-up is wrong
    std::string note;
    std::string text;
    bool resumed = false;  // connected, accepted: the TLS session was
};

/// Append-only. References to observations stay valid.
class Journal {
public:
    /// Sets `index` and keeps it.
    Observation const& append(Observation observation);
    std::size_t size() const { return observations_.size(); }
    Observation const& at(std::size_t index) const { return observations_.at(index); }
    std::deque<Observation> const& all() const { return observations_; }

private:
    std::deque<Observation> observations_;
};

/// "sent", "received", …: the names that event streams and reports print.
std::string_view to_text(Observation::Kind kind);

}  // namespace kit
