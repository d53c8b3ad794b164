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
/// A repetition. `repeat_status`: the last response, if it was one of ours, may be repeated with respond(); 0: stay silent.
struct RepeatedRequest {
    TransactionId id;
    int repeat_status;
};
/// It ends here: an ACK for a response other than 2xx (RFC 3261 §17.2.1).
struct AckAbsorbed {
    TransactionId id;
};
/// An ACK of no transaction here, so one for a 2xx: it is forwarded without state (RFC 3261 §16.6, RFC 6026 §7.1).
struct AckToForward {};
/// A CANCEL: the caller answers it, 200 if `invite` names what it cancels, and calls cancel(*invite) (RFC 3261 §16.10).
struct CancelRequest {
    std::optional<TransactionId> invite;
};
/// It cannot be matched: Via or CSeq is malformed or missing, or the table is full. The caller answers without state.
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
    send,  // write_cancel() now
    wait,  // no provisional response yet: on_response() will say when
    late,  // a final response is there, or nothing was forwarded: nothing to cancel downstream
};

struct TransactionEvent {
    enum class Kind : std::uint8_t {
        trying_due,  // an INVITE had no response for 200 ms: send 100 (RFC 3261 §17.2.1)
        client_timed_out,  // INVITE, Timer B, or no final response after a CANCEL: answer 408 (RFC 3261 §16.7 step 6, §9.1)
        silence,        // non-INVITE, Timer F: nothing is sent, the transaction is over (RFC 4320 §4.2)
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
    std::size_t transactions_max = 200'000;
};

class Layer {
public:
    /// `values.reliable` must hold: over UDP responses would have to be kept for repetition. `random` outlives the layer.
    Layer(TimerValues const& values, sansio::Random& random, LayerLimits limits = {});

    // ---- server side ----
    /// `top_via_parameters` (received_parameters()) goes into the kept top Via, for responses of our own.
    Arrival on_request(MessageView const& request, Source from, std::string_view top_via_parameters,
                       sansio::Time now);
    /// A response was passed to the server side, or would have been if its connection still lived: a transaction ends only
    /// when it is told its final response.
    void response_sent(TransactionId id, int status, sansio::Time now);
    /// Appends a response of our own to the kept request, and reports it as response_sent() would.
    /// Without `parts.to_tag` the transaction's own tag is used, the same each time.
    void respond(TransactionId id, int status, ResponseParts const& parts, sansio::ByteBuffer& out,
                 sansio::Time now);

    // ---- client side ----
    /// Begins the client side, or begins it again towards another connection; no final response was sent yet.
    /// The answer is our branch, valid until the next start. `to` may still be connecting.
    std::string_view start_client(TransactionId id, sansio::ConnectionId to, sansio::Time now);
    /// For an INVITE, after start_client().
    void keep_sent(TransactionId id, SentRequest const& sent);
    /// `from` must be the connection the request went to, or the response counts as unknown.
    ResponseArrival on_response(MessageView const& response, sansio::ConnectionId from, sansio::Time now);
    /// The server side was cancelled, or Timer C fired.
    CancelAdvice cancel(TransactionId id, sansio::Time now);
    void write_cancel(TransactionId id, sansio::ByteBuffer& out) const;
    /// ACK for the non-2xx `response`.
    void write_ack(TransactionId id, MessageView const& response, sansio::ByteBuffer& out) const;
    /// Every client side on that connection without a final response fails: client_failed follows for each.
    void connection_lost(sansio::ConnectionId connection, sansio::Time now);
    /// As connection_lost(), for one client side: its connection did not take the request. Nothing if it was not started.
    void client_failed(TransactionId id, sansio::Time now);

    // ---- time ----
    void expire(sansio::Time now);
    std::optional<sansio::Time> next_deadline() const;
    std::optional<TransactionEvent> poll_event();

    // ---- what is known of one ----
    bool alive(TransactionId id) const;
    Method method(TransactionId id) const;
    Source source(TransactionId id) const;
    std::optional<sansio::ConnectionId> client_connection(TransactionId id) const;
    /// A final response was sent to the server side.
    bool answered(TransactionId id) const;
    /// The request, reduced to start line (Request-URI as received), Vias, From, To, Call-ID and CSeq.
    std::string_view kept_request(TransactionId id) const;
    /// Room for the caller's own number; 0 at first.
    std::uint64_t& note(TransactionId id);
    /// Transactions that live.
    std::size_t size() const { return records_.live(); }

private:
    Record& record(TransactionId id) { return records_.at(id); }
    Record const& record(TransactionId id) const { return records_.at(id); }
    Arrival on_new_request(MessageView const& request, Source from, std::string_view top_via_parameters,
                           sansio::Time now);
    void answer(Record& record, int status, bool own, sansio::Time now);
    void arm(Record const& record, Step const& step, sansio::Time now);
    void arm(Record const& record, Timer timer, sansio::Duration wait, sansio::Time now);
    void restart_timer_c(Record& record, sansio::Time now);
    void on_timer(Record& record, Timer timer, sansio::Time now);
    void on_client_step(Record& record, Step const& step, sansio::Time now);
    void settle(Record& record);
    void emit(TransactionEvent::Kind kind, Record const& record);

    TimerValues values_;
    sansio::Random* random_;
    LayerLimits limits_;
    Records records_;
    Timers timers_;
    std::vector<TransactionEvent> events_;
    std::size_t events_polled_ = 0;
};

}  // namespace sip::transaction
