// A small driver for tests of one host: it owes the host answers, gives them as a plan says, and watches the contract
// of sansio/host.hpp and sansio/network.hpp while it does. Used through every_answer.hpp.
#pragma once
#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "sansio/byte_buffer.hpp"
#include "sansio/host.hpp"
#include "sansio/random.hpp"

namespace sansio::testing {

/// What becomes of one answer. A driver answers Listen, Connect and OpenSocket always, so `dropped` fails them late.
enum class Fate : std::uint8_t { prompt, late, very_late, failed, dropped, twice };
inline constexpr Fate unkind_fates[] = {Fate::late, Fate::very_late, Fate::failed, Fate::dropped,
                                        Fate::twice};
constexpr char const* to_string(Fate fate) {
    constexpr char const* names[] = {"prompt", "late", "very late", "failed", "dropped", "twice"};
    return names[static_cast<std::size_t>(fate)];
}

/// Which answer is treated how; with a seed each answer comes after a drawn time, so their order is shuffled.
struct Plan {
    std::size_t answer = SIZE_MAX;
    Fate fate = Fate::prompt;
    std::optional<std::uint64_t> shuffle;
};

/// The world around the host, as far as the test wants one.
struct Around {
    /// The reply to a datagram; nothing: none comes.
    std::function<std::optional<std::string>(SendDatagram const&)> datagram{};
    /// What the peer says when these bytes reached it; empty: nothing.
    std::function<std::string(ConnectionId, std::string_view)> peer{};
    PeerIdentity identity{};                       // of every peer
    Duration patience = std::chrono::minutes{10};  // how long time runs on after the last step
    bool idle_at_end = true;                       // false: a host that always has a deadline
    std::size_t actions_per_input_max = 1'000;
    std::size_t expiries_max = 10'000;
};

class AnswerStage {
public:
    AnswerStage(Host& host, Around const& around, Plan plan)
        : host_(host), around_(around), plan_(plan), random_(plan.shuffle.value_or(0)) {
        host_.start(now_);
        settle();
    }

    // What the steps of a test do.
    void input(Input const& input) {
        host_.handle(input, now_);
        settle();
    }
    /// The host was changed from outside.
    void touch() { settle(); }
    ConnectionId accept(ListenerId listener) {
        auto const id = ConnectionId{accepted_bit | ++accepted_};
        open_.insert(id);
        input(Accepted{id, listener, {}, {}, around_.identity});
        return id;
    }
    void receive(ConnectionId connection, std::string_view bytes) {
        if (open_.contains(connection)) input(Received{connection, as_bytes(bytes)});
    }
    void close(ConnectionId connection, std::optional<ConnectionFault> fault = std::nullopt) {
        if (open_.erase(connection) > 0) input(Closed{connection, std::move(fault)});
    }
    void pass(Duration time);
    Time now() const { return now_; }
    /// All that the host ever sent on `connection`.
    std::string sent(ConnectionId connection) const {
        auto const found = sent_.find(connection);
        return found == sent_.end() ? "" : found->second;
    }

    /// Lets the time of Around::patience pass and looks at what is left.
    void finish();
    /// The first breach of the contract; empty if there is none.
    std::string const& complaint() const { return complaint_; }
    /// What the host asked for, in order: the answers of a plan are counted so.
    std::vector<std::string> const& asked() const { return asked_; }

private:
    struct Owed {
        Time due;
        std::uint64_t sequence;
        std::function<void()> give;
    };

    void complain(std::string text) {
        if (complaint_.empty()) complaint_ = std::move(text);
    }
    void settle();
    void poll_actions();
    void give_due();
    std::optional<Time> next_due() const;
    /// Owes one answer: `kind` as planned for good, `unkind` when the plan has it fail.
    void owe(std::string what, std::function<void()> kind, std::function<void()> unkind, bool may_vanish);
    void put(Duration wait, std::function<void()> give) {
        owed_.push_back({now_ + wait, ++sequence_, std::move(give)});
    }

    void perform(Listen const& action);
    void perform(StopListening const&) {}
    void perform(Connect const& action);
    void perform(Send const& action);
    void perform(Close const& action);
    void perform(OpenSocket const& action);
    void perform(CloseSocket const& action) { sockets_.erase(action.socket); }
    void perform(SendDatagram const& action);
    void perform(Report const&) {}
    void fail_connect(ConnectionId connection, ConnectionFault::Stage stage);
    static std::string text(ConnectionId id) {
        return "connection " + std::to_string(static_cast<std::uint64_t>(id));
    }

    Host& host_;
    Around const& around_;
    Plan plan_;
    Random random_;
    Time now_{};
    std::vector<Owed> owed_;
    std::uint64_t sequence_ = 0;
    std::uint64_t accepted_ = 0;
    std::set<ConnectionId> connecting_, open_, closing_, used_;
    std::set<SocketId> opening_, sockets_;
    std::set<ListenerId> listening_;
    std::map<ConnectionId, std::string> sent_;
    std::vector<std::string> asked_;
    std::string complaint_;
};

inline void AnswerStage::pass(Duration time) {
    auto const until = now_ + time;
    std::size_t expiries = 0;
    for (auto due = next_due(); due && *due <= until && complaint_.empty(); due = next_due()) {
        now_ = std::max(now_, *due);
        give_due();
        auto const deadline = host_.next_deadline();
        if (!deadline || *deadline > now_) continue;
        if (++expiries > around_.expiries_max) return complain("its deadlines do not end");
        host_.expire(now_);
        settle();
    }
    now_ = until;
}

inline void AnswerStage::finish() {
    pass(around_.patience);
    if (around_.idle_at_end && host_.next_deadline())
        complain("it still has a deadline after all was answered");
    if (!connecting_.empty()) complain("a Connect was never answered");
}

inline void AnswerStage::settle() {
    poll_actions();
    if (!plan_.shuffle) give_due();
}

inline void AnswerStage::poll_actions() {
    std::size_t count = 0;
    while (auto const action = host_.poll_action()) {
        if (!complaint_.empty()) return;
        if (++count > around_.actions_per_input_max)
            return complain("one input leads to actions without end");
        std::visit([&](auto const& what) { perform(what); }, *action);
    }
}

inline void AnswerStage::give_due() {
    auto const before = [](Owed const& a, Owed const& b) {
        return std::tie(a.due, a.sequence) < std::tie(b.due, b.sequence);
    };
    while (complaint_.empty()) {
        auto const first = std::min_element(owed_.begin(), owed_.end(), before);
        if (first == owed_.end() || first->due > now_) return;
        auto const give = std::move(first->give);
        owed_.erase(first);
        give();
        poll_actions();
    }
}

inline std::optional<Time> AnswerStage::next_due() const {
    auto next = host_.next_deadline();
    for (auto const& owed : owed_)
        if (!next || owed.due < *next) next = owed.due;
    return next;
}

inline void AnswerStage::owe(std::string what, std::function<void()> kind, std::function<void()> unkind,
                             bool may_vanish) {
    // Later than any patience that a host may have with one step, earlier than a driver's own limit of 10 s.
    constexpr Duration late = std::chrono::milliseconds{1};
    constexpr Duration very_late = std::chrono::milliseconds{9'900};
    auto const fate = asked_.size() == plan_.answer ? plan_.fate : Fate::prompt;
    asked_.push_back(std::move(what));
    if (plan_.shuffle) return put(Duration{random_.below(5'000'000)}, std::move(kind));
    switch (fate) {
        case Fate::prompt:
            return put({}, std::move(kind));
        case Fate::late:
            return put(late, std::move(kind));
        case Fate::very_late:
            return put(very_late, std::move(kind));
        case Fate::failed:
            return put({}, std::move(unkind));
        case Fate::dropped:
            if (!may_vanish) put(std::chrono::seconds{10}, std::move(unkind));
            return;
        case Fate::twice:
            put({}, kind);
            if (may_vanish) put(late, std::move(kind));
            return;
    }
}

inline void AnswerStage::perform(Listen const& action) {
    if (!listening_.insert(action.listener).second) return complain("a listener's id is used twice");
    owe(
        "Listen " + action.local.to_string(),
        [this, action] {
            host_.handle(Listening{action.listener, action.local}, now_);
        },
        [this, action] {
            host_.handle(ListenFailed{action.listener, "as planned"}, now_);
        },
        false);
}

inline void AnswerStage::perform(Connect const& action) {
    auto const id = action.connection;
    if ((static_cast<std::uint64_t>(id) & accepted_bit) != 0)
        return complain(text(id) + " is numbered as an accepted one");
    if (!used_.insert(id).second) return complain(text(id) + " is used twice");
    connecting_.insert(id);
    owe(
        "Connect " + action.remote.to_string(),
        [this, action] {
            if (connecting_.erase(action.connection) == 0) return;
            open_.insert(action.connection);
            host_.handle(Connected{action.connection, {}, action.remote, around_.identity}, now_);
        },
        [this, id] { fail_connect(id, ConnectionFault::Stage::refused); }, false);
}

inline void AnswerStage::perform(Send const& action) {
    auto const id = action.connection;
    if (connecting_.contains(id)) return;
    if (!open_.contains(id)) return complain("Send on " + text(id) + ", which is not open");
    std::string const bytes(as_text(host_.unsent(id)));
    if (bytes.empty()) return;
    host_.sent(id, bytes.size());
    sent_[id] += bytes;
    auto reply = around_.peer ? around_.peer(id, bytes) : "";
    if (reply.empty()) return;
    owe(
        "the peer's bytes on " + text(id),
        [this, id, reply] {
            if (open_.contains(id)) host_.handle(Received{id, as_bytes(reply)}, now_);
        },
        [this, id] {
            if (open_.erase(id) == 0) return;
            ConnectionFault fault;
            fault.stage = ConnectionFault::Stage::reset;
            host_.handle(Closed{id, fault}, now_);
        },
        true);
}

inline void AnswerStage::perform(Close const& action) {
    auto const id = action.connection;
    bool const known = used_.contains(id) || (static_cast<std::uint64_t>(id) & ~accepted_bit) <= accepted_;
    if (!known) return complain("Close of " + text(id) + ", which never was");
    if (connecting_.contains(id)) return fail_connect(id, ConnectionFault::Stage::reset);
    if (open_.erase(id) == 0) return;
    closing_.insert(id);
    auto const closed = [this, id] {
        if (closing_.erase(id) > 0) host_.handle(Closed{id, std::nullopt}, now_);
    };
    owe("Close of " + text(id), closed, closed, false);
}

inline void AnswerStage::perform(OpenSocket const& action) {
    if (sockets_.contains(action.socket) || !opening_.insert(action.socket).second)
        return complain("a socket's id is used while it is open");
    owe(
        "OpenSocket " + action.local.to_string(),
        [this, action] {
            if (opening_.erase(action.socket) == 0) return;
            sockets_.insert(action.socket);
            host_.handle(SocketOpen{action.socket, action.local}, now_);
        },
        [this, action] {
            if (opening_.erase(action.socket) > 0)
                host_.handle(SocketFailed{action.socket, "as planned"}, now_);
        },
        false);
}

inline void AnswerStage::perform(SendDatagram const& action) {
    if (!sockets_.contains(action.socket)) return complain("SendDatagram on a socket that is not open");
    auto const reply = around_.datagram ? around_.datagram(action) : std::nullopt;
    if (!reply) return;
    auto const deliver = [this, action](std::string const& bytes) {
        if (sockets_.contains(action.socket))
            host_.handle(DatagramReceived{action.socket, action.to, as_bytes(bytes)}, now_);
    };
    owe(
        "the reply to a datagram to " + action.to.to_string(), [deliver, reply] { deliver(*reply); },
        // The first half of a reply is what a broken server sends.
        [deliver, reply] { deliver(reply->substr(0, reply->size() / 2)); }, true);
}

inline void AnswerStage::fail_connect(ConnectionId connection, ConnectionFault::Stage stage) {
    put({}, [this, connection, stage] {
        if (connecting_.erase(connection) == 0) return;
        ConnectionFault fault;
        fault.stage = stage;
        host_.handle(ConnectFailed{connection, fault}, now_);
    });
}

}  // namespace sansio::testing
