#include "simulators/kit/journal.hpp"

#include <utility>

namespace kit {

Observation const& Journal::append(Observation observation) {
    observation.index = observations_.size();
    return observations_.emplace_back(std::move(observation));
}

std::string_view to_text(Observation::Kind kind) {
    using Kind = Observation::Kind;
    switch (kind) {
        case Kind::sent:
            return "sent";
        case Kind::received:
            return "received";
        case Kind::connected:
            return "connected";
        case Kind::connect_failed:
            return "connect_failed";
        case Kind::accepted:
            return "accepted";
        case Kind::closed:
            return "closed";
        case Kind::note:
            return "note";
    }
    return "";
}

}  // namespace kit
