// One side of a dialog (RFC 3261 §12), made from raw bytes: what the other side wrote is mirrored as it was written.
#pragma once
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "simulators/kit/party.hpp"
#include "simulators/wire/raw_message.hpp"

namespace kit {

struct Conversation {
    CallView view;
    bool caller = false;
    std::string local;   // our From or To, with tag, as written
    std::string remote;  // theirs
    std::string local_tag;
    std::string remote_tag;
    std::string remote_target;           // URI of their Contact
    std::vector<std::string> route_set;  // "<uri>" each, in the order of Route headers
    std::string own_record_route;        // "<uri>" that we gave; empty when none
    std::uint32_t local_cseq = 0;
    std::uint32_t invite_cseq = 0;
    std::string ack;  // as sent, for repeated 2xx
};

/// The caller's side, from its own INVITE.
Conversation calling(wire::RawMessage const& invite);
/// The 2xx made it a dialog (RFC 3261 §12.1.2): tags, target, route set in reverse order.
void establish(Conversation& conversation, wire::RawMessage const& response, std::string_view own_host);
/// The called side's dialog (RFC 3261 §12.1.1), from the INVITE and the 2xx that answers it.
Conversation called_side(wire::RawMessage const& invite, wire::RawMessage const& response,
                         std::string_view own_host);
/// Whole header lines with line ends between them; empty without a route set.
std::string route_lines(Conversation const& conversation);
/// The URIs in <> of all Record-Route or Route values, in the order of the message.
std::vector<std::string> route_uris(wire::RawMessage const& message, std::string_view header);

/// All conversations of a party; the newest is the last.
class Conversations {
public:
    Conversation& add(Conversation conversation);
    Conversation* find(std::string_view call_id, std::string_view user);
    /// By the tag that we gave: how requests inside a dialog name it.
    Conversation* find_by_tag(std::string_view call_id, std::string_view local_tag);
    Conversation* find_by_remote_tag(std::string_view call_id, std::string_view user, std::string_view tag);
    Conversation* newest(std::string_view user, std::string_view remote);

private:
    std::deque<Conversation> all_;
};

}  // namespace kit
