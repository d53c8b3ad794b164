// A dialog of a user agent (RFC 3261 §12): who the two ends are, how requests reach the other one, which CSeq is next.
#pragma once
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "edge/sip/message_view.hpp"
#include "sansio/byte_buffer.hpp"

namespace sip::dialog {

/// RFC 3261 §12: the two ends have the tags the other way round. An empty tag is the null of an RFC 2543 peer.
struct DialogId {
    std::string call_id;
    std::string local_tag;
    std::string remote_tag;
    auto operator<=>(DialogId const&) const = default;
};

/// The dialog that an arrived request belongs to (§12.2.2); nothing when its To has no tag or a header cannot be read.
std::optional<DialogId> id_of_request(MessageView const& request);
/// The dialog that an arrived response belongs to (§12.2.1.2); nothing when a header cannot be read.
std::optional<DialogId> id_of_response(MessageView const& response);

/// What a request within a dialog has to say before its Via and Max-Forwards are added (§12.2.1.1).
struct RequestHead {
    std::string request_uri;
    std::vector<std::string> route;  // each with its < >
    std::string from;
    std::string to;
    std::string call_id;
    std::uint32_t cseq = 0;
    std::string method;
};
/// Appends the start line and these headers; `headers` are whole lines, with CR LF, that follow them.
void write(RequestHead const& head, std::string_view headers, std::string_view body, sansio::ByteBuffer& out);

class Dialog {
public:
    enum class State : std::uint8_t { early, confirmed, terminated };
    enum class Order : std::uint8_t {
        in_order,
        out_of_order,  // answer 500 (§12.2.2)
        unreadable,    // CSeq is none: answer 400
    };

    /// As the UAC of `request`, which we sent, from a response 101–299 to it (§12.1.2). Nothing when the response does not
    /// establish a dialog: 100, no readable To, or a 2xx without a readable Contact.
    static std::optional<Dialog> as_uac(MessageView const& request, MessageView const& response,
                                        bool over_tls);
    /// As the UAS of `request`, which we answer with `status` and `local_tag` (§12.1.1). Nothing when it has no readable
    /// From, Call-ID, CSeq or Contact: answer 400.
    static std::optional<Dialog> as_uas(MessageView const& request, std::string_view local_tag, int status,
                                        bool over_tls);

    DialogId const& id() const { return id_; }
    State state() const { return state_; }
    /// Also: we generated the Call-ID, which decides about glare (§14.1).
    bool owns_call_id() const { return is_uac_; }
    bool secure() const { return secure_; }
    std::string const& remote_target() const { return remote_target_; }
    std::vector<std::string> const& route_set() const { return route_set_; }
    std::optional<std::uint32_t> local_sequence() const { return local_sequence_; }
    std::optional<std::uint32_t> remote_sequence() const { return remote_sequence_; }
    /// Our own Contact must be a SIPS URI (§12.1.1, §12.1.2, §12.2.1.1).
    bool needs_sips_contact() const { return needs_sips_contact_; }

    /// A 2xx to the INVITE that made it: confirmed, and the UAC takes the route set of the 2xx (§13.2.2.4).
    void confirm(MessageView const& response);
    /// As the UAS: the 2xx was sent.
    void confirm();
    void terminate() { state_ = State::terminated; }

    /// The next request of ours; takes the next CSeq number. `first_sequence` serves when none was used yet (§8.1.1.5).
    /// Not for ACK and CANCEL.
    RequestHead next_request(std::string_view method, std::uint32_t first_sequence);
    /// The ACK for a 2xx to an INVITE of ours that had that number (§13.2.2.4).
    RequestHead ack(std::uint32_t invite_sequence) const;

    /// An arrived request of this dialog, other than ACK and CANCEL. In order, its CSeq counts from now on.
    Order on_request(MessageView const& request);
    /// An arrived target refresh request was accepted, or one of ours was answered with 2xx: its Contact, if there is one,
    /// is the remote target from now on (§12.2.1.2, §12.2.2).
    void refresh_target(MessageView const& message);

    /// A response with this status to a request of ours ends the dialog: 481, 408, and 0 for none at all (§12.2.1.2).
    static bool ends_dialog(int status) { return status == 481 || status == 408 || status == 0; }

private:
    Dialog() = default;
    RequestHead head(std::string_view method, std::uint32_t sequence) const;

    DialogId id_;
    State state_ = State::early;
    bool is_uac_ = false;
    bool secure_ = false;
    bool needs_sips_contact_ = false;
    std::string local_;   // From of our requests, with its tag
    std::string remote_;  // To of our requests, with its tag if there is one
    std::string remote_target_;
    std::vector<std::string> route_set_;
    std::optional<std::uint32_t> local_sequence_;
    std::optional<std::uint32_t> remote_sequence_;
};

}  // namespace sip::dialog
