// Writes the requests of a party: a template of its dialect or a literal text, filled in and edited as it was ordered.
#pragma once
#include <string>
#include <string_view>

#include "simulators/kit/conversation.hpp"
#include "simulators/kit/party.hpp"
#include "simulators/kit/roster.hpp"

namespace kit {

/// "bob@fabrikam.com" as a SIP URI; what is one already stays.
std::string request_uri_from(std::string_view to);

class RequestWriter {
public:
    using Written = sansio::Result<std::string, CommandFault>;

    RequestWriter(PartySettings const& settings, sansio::Random random)
        : settings_(settings), random_(random) {}

    /// Of no dialog.
    Written outside(SendOrder const& order, LocalUser const& from);
    /// Within a dialog, of which it takes the next CSeq number.
    Written inside(SendOrder const& order, LocalUser const& from, Conversation& conversation);
    /// CANCEL of a request, or ACK of an INVITE that was refused.
    Written made_of(SendOrder const& order) const;

private:
    wire::Values values_outside(SendOrder const& order, LocalUser const& from);
    wire::Values values_inside(SendOrder const& order, LocalUser const& from, Conversation& conversation);
    void add_common(wire::Values& values, SendOrder const& order);
    Written write(SendOrder const& order, wire::Values const& values) const;

    PartySettings const& settings_;
    sansio::Random random_;
};

}  // namespace kit
