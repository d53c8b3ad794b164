#include "harness/check/observation.hpp"

#include "reports/bytes_text.hpp"
#include "sansio/check.hpp"
#include "sansio/domain_name.hpp"
#include "simulators/wire/template_writer.hpp"

namespace check {

Finding make_finding(Observation const& observation, Place const& place,
                     std::optional<sansio::Duration> latency) {
    // A remedy may be pasted into a shell, so no name of the partner's stands in it that is none.
    auto const& name = place.server.empty() ? place.target : place.server;
    wire::Values const values{{"domain", place.domain},
                              {"target", sansio::is_domain_name(name) ? name : "<that name>"},
                              {"address", place.address},
                              {"port", std::to_string(place.port)},
                              {"own_domain", place.own_domain.empty() ? "your domain" : place.own_domain},
                              {"own_host", place.own_host.empty() ? "your edge" : place.own_host},
                              {"value", observation.value}};
    auto const remedy = wire::fill_value(row_of(observation.fact).remedy, values);
    sansio::check(remedy.has_value(), "the placeholders of facts.inc are known");
    return {observation.fact,
            reports::printable_line(place.target),
            place.address,
            reports::printable_line(observation.seen),
            reports::printable_line(*remedy),
            latency};
}

}  // namespace check
