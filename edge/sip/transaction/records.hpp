// The records of all live transactions: a slab with its indexes by request, by branch and by connection.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "edge/sip/message_view.hpp"
#include "edge/sip/transaction/branch.hpp"
#include "edge/sip/transaction/index_table.hpp"
#include "edge/sip/transaction/kept_request.hpp"
#include "edge/sip/transaction/peer_shares.hpp"
#include "edge/sip/transaction/sides.hpp"
#include "edge/sip/transaction/slab.hpp"
#include "sansio/network.hpp"

namespace sip::transaction {

/// Names one proxied transaction for its life; never used again.
enum class TransactionId : std::uint64_t {};

/// Where a message came from. `peer` names the authenticated party in any way the caller likes: a request matches only
/// transactions of the same peer, so that nobody cancels or acknowledges what another one began.
struct Source {
    sansio::ConnectionId connection{};
    std::uint64_t peer = 0;
};

/// What identifies a server transaction (RFC 3261 §17.2.3).
struct RequestKey {
    std::string_view branch;
    std::string_view sent_by;
    std::string_view method;  // ACK looks for INVITE; empty: CANCEL looks for any (§9.2)
    std::uint64_t peer = 0;
};

/// One proxied transaction. Its texts keep their storage when the record is used again.
struct Record {
    static constexpr std::uint32_t nowhere = UINT32_MAX;

    std::uint32_t place = 0;
    std::uint32_t generation = 0;
    Method method = Method::unknown;
    std::uint8_t attempt = 0;    // counts the starts of the client side
    bool indexed = false;        // found by its request's key
    bool ending = false;         // its terminated event waits to be polled
    bool linked = false;         // in the list of client_connection
    bool cancel_wanted = false;  // by the sender or by Timer C
    bool cancel_sent = false;

    Source source;
    ServerSide server;
    std::uint64_t request_hash = 0;
    std::uint32_t share = 0;  // its peer's, in PeerShares
    KeptRequest kept;
    std::string cancel_reasons;  // for a CANCEL that is still to be written
    std::string last_response;   // what a repeated request gets (RFC 3261 §17.2.1, §17.2.2)

    ClientSide client;
    Branch branch;
    std::uint32_t previous = nowhere, next = nowhere;
    sansio::ConnectionId client_connection{};
    std::uint64_t client_peer = 0;  // who is at its other end; 0: not known
    sansio::Time timer_c_armed{};

    std::uint64_t note = 0;

    TransactionId id() const { return TransactionId{(std::uint64_t{generation} << 32U) | place}; }
    bool is_invite() const { return method == Method::invite; }
};

class Records {
public:
    /// `seed` keeps strangers from choosing what collides.
    explicit Records(std::uint64_t seed) : seed_(seed) {}

    /// For a request with that key, in its top Via. `top_via_parameters` are added there.
    Record& create(MessageView const& request, RequestKey const& key, std::string_view top_via_parameters);
    /// The live record; a stale id is the caller's mistake.
    Record& at(TransactionId id);
    Record const& at(TransactionId id) const { return const_cast<Records*>(this)->at(id); }
    Record* find(TransactionId id);
    Record* find(RequestKey const& key);
    /// By our own branch, all of it verified.
    Record* find_branch(std::string_view branch);
    /// A timer's record, or nothing if another one lives there now.
    Record* find(std::uint32_t place, std::uint32_t generation);

    /// Puts the client side into its connection's list, or takes it out.
    void link(Record& record, sansio::ConnectionId connection);
    void unlink(Record& record);
    /// The first record in that connection's list.
    Record* first_on(sansio::ConnectionId connection);
    void forget(sansio::ConnectionId connection) { first_.erase(static_cast<std::uint64_t>(connection)); }

    /// No request finds it any more.
    void unindex(Record& record);
    void release(Record& record);
    /// All live ones, by place.
    template <class Visit>
    void for_each(Visit visit) const {
        slab_.for_each(visit);
    }
    std::size_t live() const { return slab_.used(); }
    std::size_t live_of(std::uint64_t peer) const { return shares_.of(peer); }
    /// Places that memory is held for.
    std::size_t capacity() const { return slab_.chunks() * Slab<Record>::chunk_size; }

private:
    Slab<Record> slab_;
    IndexTable by_request_;
    PeerShares shares_;
    std::unordered_map<std::uint64_t, std::uint32_t> first_;  // by connection; its order reaches nobody
    std::string scratch_;
    std::uint64_t seed_;
    std::uint32_t created_ = 0;
};

}  // namespace sip::transaction
