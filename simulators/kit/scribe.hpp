// Writes one party's observations: reads every message with both strangers and says when one of them cannot.
#pragma once
#include <string>
#include <string_view>
#include <utility>

#include "simulators/kit/journal.hpp"
#include "simulators/wire/raw_message.hpp"

namespace kit {

class Scribe {
public:
    Scribe(std::string party, Journal& journal) : party_(std::move(party)), journal_(journal) {}

    struct Message {
        sansio::ConnectionId connection;
        std::string user;
        bool automatic = false;
    };
    Observation const& sent(sansio::Time now, Message about, std::string_view raw);
    Observation const& received(sansio::Time now, Message about, std::string_view raw);
    void connection(sansio::Time now, Observation::Kind kind, sansio::ConnectionId connection,
                    std::string text, bool resumed = false);
    void note(sansio::Time now, std::string_view name, std::string text,
              sansio::ConnectionId connection = {});
    /// A note about a request of `user`, whose call_id and cseq it carries.
    void note_request(sansio::Time now, std::string_view name, std::string text, std::string_view user,
                      std::string_view request);

private:
    Observation& message(Observation& observation, std::string_view raw) const;

    std::string party_;
    Journal& journal_;
};

}  // namespace kit
