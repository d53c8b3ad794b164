// The records of all live transactions: a slab with its indexes by request, by branch and by connection.
#pragma once
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "edge/sip/message_view.hpp"
#include "edge/sip/transaction/branch.hpp"
#include "edge/sip/transaction/index_table.hpp"
#include "edge/sip/transaction/sides.hpp"
#include "sansio/network.hpp"

namespace sip::transaction {

/// Names one proxied transaction for its life; never used again.
enum class TransactionId : std::uint64_t {};

/// Where a request came from. `peer` names the authenticated party in any way the caller likes: a request matches only
/// transactions of the same peer, so that nobody cancels or acknowledges what another one began.
struct Source {
    sansio::ConnectionId connection{};
    std::uint64_t peer = 0;
};

/// What identifies a server transaction (RFC 3261 §17.2.3). ACK and CANCEL (§9.2) look for the INVITE's.
struct RequestKey {
    std::string_view branch;
    std::string_view sent_by;
    std::string_view method;
    std::uint64_t peer = 0;
};

/// One proxied transaction. Its texts keep their storage when the record is used again.
struct Record {
    static constexpr std::uint32_t nowhere = UINT32_MAX;

    std::uint32_t place = 0;
    std::uint32_t generation = 0;
    bool live = false;
    bool indexed = false;  // found by its request's key
    bool ending = false;   // its terminated event waits to be polled

    Method method = Method::unknown;
    Source source;
    ServerSide server;
    std::uint64_t request_hash = 0;
    std::string request_key;  // branch and sent-by and method, to verify the hash
    std::string kept;         // the reduced request
    std::string to_tag;       // of our own responses
    int last_own_status = 0;  // the last response, if it was our own

    ClientSide client;
    std::uint8_t attempt = 0;  // counts the starts of the client side
    sansio::ConnectionId client_connection{};
    bool linked = false;  // in the list of client_connection
    std::uint32_t previous = nowhere, next = nowhere;
    Branch branch;
    std::string sent_uri, sent_via, sent_routes;
    bool cancel_wanted = false;
    bool cancel_sent = false;
    sansio::Time timer_c_armed{};

    std::uint64_t note = 0;

    TransactionId id() const { return TransactionId{(std::uint64_t{generation} << 32U) | place}; }
    bool is_invite() const { return method == Method::invite; }
};

class Records {
public:
    /// `seed` keeps strangers from choosing what collides.
    explicit Records(std::uint64_t seed) : seed_(seed) {}

    Record& create(RequestKey const& key);
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
    std::size_t live() const { return live_; }

private:
    std::deque<Record> slab_;
    std::vector<std::uint32_t> free_;
    IndexTable by_request_;
    std::unordered_map<std::uint64_t, std::uint32_t> first_;  // by connection; its order reaches nobody
    std::uint64_t seed_;
    std::size_t live_ = 0;
};

}  // namespace sip::transaction
