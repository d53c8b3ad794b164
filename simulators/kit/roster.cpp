#include "simulators/kit/roster.hpp"

#include "simulators/wire/slices.hpp"

namespace kit {

std::string own_record_route(PartySettings const& settings, sansio::Random& random) {
    auto const place = settings.host_name + ":" + std::to_string(settings.listen.port);
    return "<sip:" + place + ";transport=tls;opaque=state:T:F:Ci.R" + random.hex(6) +
           ";lr;ms-route-sig=" + random.hex(32) + ">";
}

Roster::Roster(PartySettings const& settings, sansio::Random random)
    : random_(random), domain_(settings.domain) {
    auto const place = settings.host_name + ":" + std::to_string(settings.listen.port);
    host_ = {{settings.host_name, {}}, {}, "<sip:" + place + ";transport=tls>"};
    for (auto const& user : settings.users) add(user);
}

void Roster::add(User user) {
    // A GRUU names no device address: routable through the route set only.
    auto const contact = "<sip:" + user.address + ";opaque=user:epid:" + random_.hex(22) + "AA;gruu>";
    users_.push_back({std::move(user), random_.hex(10), contact});
}

LocalUser const* Roster::find(std::string_view address) const {
    for (auto const& one : users_)
        if (wire::same_text(one.user.address, address)) return &one;
    return nullptr;
}

bool Roster::is_host(std::string_view address) const {
    return wire::same_text(address, host_.user.address) || wire::same_text(address, domain_);
}

}  // namespace kit
