#include "harness/runner/act.hpp"

namespace runner {

std::unique_ptr<Act> make_act(script::Step const& step) {
    if (auto act = make_conversation_act(step)) return act;
    if (auto act = make_message_act(step)) return act;
    if (auto act = make_expect_act(step)) return act;
    if (auto act = make_connection_act(step)) return act;
    if (auto act = make_limit_act(step)) return act;
    if (auto act = make_traffic_act(step)) return act;
    return make_world_act(step);
}

}  // namespace runner
