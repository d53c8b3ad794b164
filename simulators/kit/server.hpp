// The answering side of a party (RFC 3261 §8.2, §12, §13.3): what an endpoint owes to a request, and deliberate faults.
#pragma once
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "simulators/kit/client.hpp"
#include "simulators/kit/misbehaviour.hpp"

namespace kit {

/// Empty when there is none.
std::string top_branch(wire::RawMessage const& message);
/// What an INVITE and the ACK of its refusal have in common (RFC 3261 §17.1.1.3).
std::string invite_key(wire::RawMessage const& message);

class Server {
public:
    Server(Workplace place, Client& client, sansio::Random random)
        : place_(place), client_(client), random_(random) {}

    void take_request(Arrived const& arrived, sansio::Time now);
    Misbehaviours& misbehaviours() { return misbehaviours_; }
    // By hand (server_by_hand.cpp).
    void keep_by_hand(std::vector<std::string> methods) { by_hand_ = {methods.begin(), methods.end()}; }
    Sent answer_by_hand(AnswerOrder const& order, sansio::Time now);

    void expire(sansio::Time now);
    std::optional<sansio::Time> next_deadline() const;

private:
    struct Verdict {
        int status = 200;
        std::string_view template_name = "ok";
        std::string headers;
        bool opens_dialog = false;
    };
    struct Answer {
        sansio::ConnectionId connection;
        std::string text;
        std::string user;
        std::string local_tag;  // of the dialog that this 2xx opens; empty for any other answer
        std::string call_id;
    };
    /// A 2xx to INVITE whose ACK has not come (RFC 3261 §13.3.1.4).
    struct Unacknowledged {
        Answer answer;
        sansio::Time due;
        sansio::Duration interval;
        sansio::Time end;
    };

    /// A request that nobody but answer_by_hand() answers.
    struct Held {
        Arrived arrived;
        std::string address;
        std::string tag;  // of To in our answers
    };

    bool hits_held(wire::RawMessage const& cancel) const;
    bool is_duty(wire::RawMessage const& ack, bool in_dialog);
    sansio::Result<std::string, CommandFault> write_by_hand(Held& held, AnswerOrder const& order);
    void keep_dialog(Held const& held, std::string const& text);

    void take_ack(Arrived const& arrived, std::string const& user, sansio::Time now);
    Verdict judge(wire::RawMessage const& request, std::string const& address,
                  Conversation* conversation) const;
    Verdict judge_outside(wire::RawMessage const& request, std::string const& address) const;
    Verdict unknown_user(std::string const& address) const;
    void check_route(Arrived const& arrived, Conversation const& conversation, sansio::Time now);
    void answer(Arrived const& arrived, std::string const& address, Verdict const& verdict, sansio::Time now);
    std::optional<Answer> write(Arrived const& arrived, std::string const& address, Verdict const& verdict,
                                sansio::Time now);
    wire::Values values_for(Arrived const& arrived, std::string const& address, Verdict const& verdict);
    std::string via_lines(Arrived const& arrived) const;
    std::string record_route_lines(wire::RawMessage const& request);
    void show(Misbehaviour const& fault, Arrived const& arrived, std::string const& address, Verdict verdict,
              sansio::Time now);
    void dispatch(Answer answer, sansio::Time now);
    void repeat(Unacknowledged& waiting, sansio::Time now);

    Workplace place_;
    Client& client_;
    sansio::Random random_;
    Misbehaviours misbehaviours_;
    std::set<std::string, std::less<>> by_hand_;  // methods
    std::map<std::size_t, Held> held_;            // by the index of the observation
    std::multimap<sansio::Time, Answer> late_;
    std::deque<Unacknowledged> unacknowledged_;
    /// INVITEs that we refused, by Call-ID and top branch, and whether their ACK came: it comes once (RFC 3261 §17.1.1.2).
    std::map<std::string, bool, std::less<>> refusals_;
};

}  // namespace kit
