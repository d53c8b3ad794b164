// One step of a story while it is played. Each family of steps has a file of its own; make_act() knows them all.
#pragma once
#include <memory>
#include <string>
#include <variant>

#include "harness/runner/play.hpp"

namespace runner {

struct Waiting {
    sansio::Time until;
};
struct Done {};
/// The edge did not do what the step says.
struct Failed {
    std::string expected;
    std::string seen;
};
/// The step cannot be played: the scenario's mistake, or the harness's.
struct Mistake {
    std::string text;
};
using Progress = std::variant<Waiting, Done, Failed, Mistake>;

class Act {
public:
    Act() = default;
    Act(Act const&) = delete;
    Act& operator=(Act const&) = delete;
    virtual ~Act() = default;

    /// The first call begins the step. Called again whenever the journal has grown or the time of Waiting has come.
    virtual Progress advance(Play& play, sansio::Time now) = 0;
};

/// Not for <repeat>, <parallel> and <one-of>, which a Track plays. `step` outlives the act.
std::unique_ptr<Act> make_act(script::Step const& step);

// By families: nothing when the step is of another one.
std::unique_ptr<Act> make_conversation_act(script::Step const& step);  // im, bye, page, options, refused
std::unique_ptr<Act> make_message_act(script::Step const& step);       // send, answer, again
std::unique_ptr<Act> make_expect_act(script::Step const& step);        // expect, in-any-order, silence
std::unique_ptr<Act> make_connection_act(
    script::Step const& step);  // connect, close, closed, pong, no-connection, …
std::unique_ptr<Act> make_limit_act(script::Step const& step);    // connections, edge, pong with at-most
std::unique_ptr<Act> make_traffic_act(script::Step const& step);  // traffic
std::unique_ptr<Act> make_world_act(script::Step const& step);  // kill, start, restart, shell, dns, clock, …

}  // namespace runner
