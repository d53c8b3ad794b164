// Deliberate faults of a simulated party as an answering side. Wrong certificates are made in simulators/internet,
// wrong bytes are sent by Party::send.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sansio/time.hpp"

namespace kit {

/// One rule: which requests it hits and what happens to them. The first rule that fits decides.
struct Misbehaviour {
    enum class Kind : std::uint8_t {
        answer_late,    // the right answer after `delay`; an INVITE gets its 100 in time (RFC 3261 §17.2.1)
        answer_never,   // nothing
        answer_status,  // `status` instead of the right answer
        answer_twice,   // the right answer, and the same bytes again
        close_connection,  // the connection is reset, the request unanswered
    };
    Kind kind = Kind::answer_never;
    std::string method{};      // "MESSAGE"; empty: any but ACK
    std::string user{};        // "bob@fabrikam.com"; empty: any
    sansio::Duration delay{};  // answer_late
    int status = 0;            // answer_status
    std::uint32_t times = 0;   // ends after so many requests; 0: never
};

std::string_view to_text(Misbehaviour::Kind kind);

/// The rules of one party.
class Misbehaviours {
public:
    void add(Misbehaviour rule) { rules_.push_back({std::move(rule), 0}); }
    void clear() { rules_.clear(); }
    /// The rule that hits this request, counted as shown; nothing for an ACK.
    std::optional<Misbehaviour> take(std::string_view method, std::string_view user);

private:
    struct Rule {
        Misbehaviour misbehaviour;
        std::uint32_t shown;
    };
    std::vector<Rule> rules_;
};

}  // namespace kit
