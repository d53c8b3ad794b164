// The transactions of a stateful proxy over reliable transports (RFC 3261 §16.2, §17): each proxied request is one record
// with a server side and a client side. The layer finds the record, asks its machine and reports; the rules are in the machines.
#pragma once
#include <optional>
#include <string_view>
#include <variant>
#include <vector>

#include "edge/sip/message_view.hpp"
#include "edge/sip/respond.hpp"
#include "edge/sip/transaction/kept_request.hpp"
#include "edge/sip/transaction/records.hpp"
#include "edge/sip/transaction/timer_values.hpp"
#include "edge/sip/transaction/timers.hpp"
#include "edge/sip/transaction/to_tag.hpp"
#include "sansio/byte_buffer.hpp"
#include "sansio/network.hpp"
#include "sansio/random.hpp"
#include "sansio/time.hpp"

namespace sip::transaction {

// ---- what a request turned out to be ----
/// The caller answers it or starts its client side; either way it reports each response with response_sent().
struct NewRequest {
    TransactionId id;
};
/// A repetition. `repeat`: the latest response is sent again with repeat_response(); else it is absorbed in silence.
struct RepeatedRequest {
    TransactionId id;
    bool repeat;
};
/// It ends here: an ACK for a response other than 2xx (RFC 3261 §17.2.1). Without `id` it acknowledges a response that we made
/// without a transaction, or whose transaction is over.
struct AckAbsorbed {
    std::optional<TransactionId> id;
};
/// An ACK of no transaction here, so one for a 2xx: it is forwarded without state (RFC 3261 §16.6, RFC 6026 §7.1).
struct AckToForward {};
/// A CANCEL. `of`: what it cancels, whatever that one's method (RFC 3261 §9.2): the caller answers the CANCEL with 200 and calls
/// cancel(*of). Without it the CANCEL is forwarded without state (RFC 3261 §16.10).
struct CancelRequest {
    std::optional<TransactionId> of;
};
/// It cannot be matched: Via or CSeq is malformed or missing, or its peer has its share of the table. The caller answers it
/// without a transaction, with stateless_tag().
struct NotAccepted {
    enum class Why : std::uint8_t { syntax, full } why;
};
using Arrival =
    std::variant<NewRequest, RepeatedRequest, AckAbsorbed, AckToForward, CancelRequest, NotAccepted>;

/// What a response turned out to be. Without `id` it belongs to nothing that lives and is dropped (RFC 4320 §4.2, RFC 6026 §7.3).
struct ResponseArrival {
    std::optional<TransactionId> id;
    bool pass = false;         // it goes upstream; then response_sent() is called
    bool acknowledge = false;  // write_ack() to the connection it came from (RFC 3261 §17.1.1.3)
    bool cancel =
        false;  // a cancel() waited for this provisional response: write_cancel() now (RFC 3261 §9.1)
};

/// What the caller does after cancel().
enum class CancelAdvice : std::uint8_t {
    send,     // write_cancel() now
    wait,     // no provisional response yet: on_response() will say when
    answer,   // nothing is under way downstream: respond(487) now (RFC 3261 §9.2)
    nothing,  // it has its final response, or is no INVITE: the CANCEL has no effect (RFC 3261 §9.2)
};

struct TransactionEvent {
    enum class Kind : std::uint8_t {
        trying_due,  // no response for 200 ms to an INVITE, for 3.5 s to another: send 100 (RFC 3261 §17.2.1, RFC 4320 §4.1)
        client_timed_out,  // INVITE, Timer B, or no final response after a CANCEL: answer 408 (RFC 3261 §16.7 step 6, §9.1)
        silence,  // non-INVITE, 64*T1 after it came: nothing is sent, the transaction is over (RFC 4320 §4.2)
        client_failed,  // the connection was lost before a final response: another target, or 504
        timer_c,        // a proxied INVITE rang for more than 3 minutes: cancel() it (RFC 3261 §16.8)
        terminated,     // the last event of a transaction; its id is unknown from now on
    };
    Kind kind;
    TransactionId id;
    std::uint64_t note = 0;  // the caller's own number of that transaction
    bool operator==(TransactionEvent const&) const = default;
};

struct LayerLimits {
    std::uint64_t transactions_max = 200'000;  // a peer may have as many as there are places left
};

class Layer {
public:
    /// `values.reliable` must hold: over UDP responses would have to be kept for repetition. `random` outlives the layer.
    Layer(TimerValues const& values, sansio::Random& random, LayerLimits limits = {});
    /// What is under way goes on, also where it is more than the new limits allow.
    void set_limits(LayerLimits limits) { limits_ = limits; }

    // ---- server side ----
    /// `top_via_parameters` (received_parameters()) goes into the kept top Via, for responses of our own.
    Arrival on_request(MessageView const& request, Source from, std::string_view top_via_parameters,
                       sansio::Time now);
    /// A response was passed to the server side, or would have been if its connection still lived: a transaction ends only
    /// when it is told its final response. `sent`: its bytes, if it was written; an INVITE's may be wanted again.
    void response_sent(TransactionId id, int status, std::string_view sent, sansio::Time now);
    /// Appends a response of our own to the kept request, and reports it as response_sent() would.
    /// Without `parts.to_tag` it has the transaction's own tag, the same each time.
    void respond(TransactionId id, int status, ResponseParts const& parts, sansio::ByteBuffer& out,
                 sansio::Time now);

    /// Appends the latest response again, for a RepeatedRequest that says so.
    void repeat_response(TransactionId id, sansio::ByteBuffer& out) const;
    /// The To tag of an answer without a transaction (RFC 3261 §8.2.7): the same for each repetition. That of an INVITE is known
    /// again by its ACK, which is absorbed.
    ToTag stateless_tag(MessageView const& request);

    // ---- client side ----
    /// Begins the client side, or begins it again towards another connection; no final response was sent yet.
    /// The answer is our branch, which ends in `branch_second_part` (RFC 5393 §4.2.1) and is valid until the next start. `to` may
    /// still be connecting.
    std::string_view start_client(TransactionId id, Source to, sansio::Time now,
                                  std::uint32_t branch_second_part = 0);
    /// For an INVITE, after start_client().
    void keep_sent(TransactionId id, SentRequest const& sent);
    /// `from` must be the connection the request went to, or another one of the same authenticated peer (RFC 3261 §18.1.1);
    /// else the response counts as unknown.
    ResponseArrival on_response(MessageView const& response, Source from, sansio::Time now);
    /// The server side was cancelled, or Timer C fired.
    /// `reasons`: whole lines that the CANCEL is to carry (RFC 3326 §2); those of the first call count.
    CancelAdvice cancel(TransactionId id, sansio::Time now, std::string_view reasons = {});
    void write_cancel(TransactionId id, sansio::ByteBuffer& out);
    /// ACK for the non-2xx `response`.
    void write_ack(TransactionId id, MessageView const& response, sansio::ByteBuffer& out) const;
    /// Every client side on that connection without a final response fails: client_failed follows for each.
    void connection_lost(sansio::ConnectionId connection, sansio::Time now);

    // ---- time ----
    void expire(sansio::Time now);
    std::optional<sansio::Time> next_deadline() const;
    std::optional<TransactionEvent> poll_event();

    // ---- what is known of one ----
    bool alive(TransactionId id) const;
    Method method(TransactionId id) const;
    Source source(TransactionId id) const;
    std::optional<sansio::ConnectionId> client_connection(TransactionId id) const;
    /// A client side waits for a response there.
    bool waits_on(sansio::ConnectionId connection) const {
        return const_cast<Records&>(records_).first_on(connection) != nullptr;
    }
    /// The INVITEs without a final response, in the order of their places.
    std::vector<TransactionId> unanswered_invites() const;
    /// A final response was sent to the server side.
    bool answered(TransactionId id) const;
    /// cancel() was called for it: it goes to no other target any more.
    bool cancelled(TransactionId id) const;
    /// Room for the caller's own number; 0 at first.
    std::uint64_t& note(TransactionId id);
    /// Transactions that live; places that memory is held for; timers that are armed, of the dead included.
    std::size_t size() const { return records_.live(); }
    std::size_t capacity() const { return records_.capacity(); }
    std::size_t timers() const { return timers_.size(); }

private:
    Record& record(TransactionId id) { return records_.at(id); }
    Record const& record(TransactionId id) const { return records_.at(id); }
    bool has_room_for(std::uint64_t peer) const;
    static void remember(Record& record, std::string_view sent);
    Arrival on_stray_ack(MessageView const& ack) const;
    static bool may_answer(Record const& record, Source from);
    void arm(Record const& record, Step const& step, sansio::Time now);
    void arm(Record const& record, Timer timer, sansio::Duration wait, sansio::Time now);
    void restart_timer_c(Record& record, sansio::Time now);
    void on_timer(Record& record, Timer timer, sansio::Time now);
    void on_client_step(Record& record, Step const& step, sansio::Time now);
    void on_server_step(Record& record, Step const& step, sansio::Time now);
    void settle(Record& record);
    void emit(TransactionEvent::Kind kind, Record const& record);

    TimerValues values_;
    sansio::Random* random_;
    LayerLimits limits_;
    Records records_;
    Timers timers_;
    ToTags to_tags_;
    RefusedInvites refused_;
    std::vector<TransactionEvent> events_;
    std::size_t events_polled_ = 0;
};

}  // namespace sip::transaction
