// The asking side of a party (RFC 3261 §8.1, §13.2, §17.1): sends requests, waits for their answers, acknowledges.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "simulators/kit/connections.hpp"
#include "simulators/kit/conversation.hpp"
#include "simulators/kit/party.hpp"
#include "simulators/kit/request_writer.hpp"
#include "simulators/kit/roster.hpp"

namespace kit {

/// What both sides of a party work on; all of it belongs to the party.
struct Workplace {
    PartySettings const& settings;
    Roster& roster;
    Conversations& conversations;
    Connections& connections;
    Scribe& scribe;
};

class Client {
public:
    Client(Workplace place, sansio::Random random) : place_(place), writer_(place.settings, random) {}

    Sent send(SendOrder const& order, sansio::Time now);
    /// False: no ACK by itself.
    void acknowledge_by_itself(bool yes) { acknowledges_ = yes; }
    /// BYE that nobody ordered: the called side got no ACK.
    void give_up_call(Conversation& conversation, sansio::Time now);
    void take_response(Arrived const& arrived, sansio::Time now);
    void undeliverable(Undeliverable const& lost, sansio::Time now);

    void expire(sansio::Time now);
    std::optional<sansio::Time> next_deadline() const;
    std::size_t requests_open() const { return pending_.size(); }

private:
    struct Pending {
        std::string user;
        std::string method;
        std::string text;
        std::optional<sansio::Time> due;  // Timer B or F; none once an INVITE got a provisional answer
        bool duty = false;
        bool tried = false;  // a 100 came
    };

    Sent send_as(SendOrder const& order, bool duty, sansio::Time now);
    RequestWriter::Written text_of(SendOrder const& order, LocalUser const& from);
    Sent launch(SendOrder const& order, std::string text, bool duty, sansio::Time now);
    /// Requests behind the first one in the same bytes are answered, too.
    void await_others(SendOrder const& order, std::string_view text, sansio::Time now);
    Hop hop_for(wire::RawMessage const& request) const;
    Hop hop_to(std::string_view to) const;
    void send_by_rule(Outgoing message, sansio::Time now);

    bool take_fork(Arrived const& arrived, std::string_view user, sansio::Time now);
    void take_final(Pending const& request, Arrived const& arrived, sansio::Time now);
    void acknowledge(Conversation& conversation, sansio::Time now);
    void acknowledge_refusal(Pending const& invite, Arrived const& arrived, sansio::Time now);
    void end_call(Pending const& request);

    Workplace place_;
    RequestWriter writer_;
    std::map<std::string, Pending, std::less<>> pending_;  // by branch and CSeq's method (RFC 3261 §17.1.3)
    bool acknowledges_ = true;
};

}  // namespace kit
