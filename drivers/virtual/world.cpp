#include "drivers/virtual/world.hpp"

#include <algorithm>

#include "drivers/virtual/engine.hpp"
#include "sansio/check.hpp"

namespace drivers {

using simulation::Passage;

namespace {

std::string const& name_of(simulation::Engine& engine, HostId host) {
    auto* const slot = engine.find(host);
    sansio::check(slot != nullptr, "the host is in the world");
    return slot->setup().name;
}

simulation::Link& link_between(simulation::Engine& engine, std::string_view a, std::string_view b) {
    return engine.network().links().between(engine.index(a), engine.index(b));
}

}  // namespace

World::World(WorldSettings settings) : engine_(std::make_unique<simulation::Engine>(settings)) {}
World::~World() = default;

HostId World::add(HostSetup setup) {
    return engine_->add(std::move(setup));
}
void World::remove(HostId host) {
    engine_->remove(host);
}

void World::set_profiles(HostId host, std::vector<std::shared_ptr<tls::Context const>> profiles) {
    if (auto* const slot = engine_->find(host)) slot->setup().profiles = std::move(profiles);
}

void World::touch(HostId host) {
    if (auto* const slot = engine_->find(host)) engine_->wake(*slot);
}

void World::on_report(std::function<void(std::string const& host, sansio::Report const& report)> sink) {
    engine_->surroundings().report = std::move(sink);
}

sansio::Time World::now() const {
    return engine_->network().now();
}
sansio::WallTime World::wall() const {
    return engine_->surroundings().wall();
}
void World::set_wall(sansio::WallTime wall) {
    engine_->surroundings().wall_offset += wall - this->wall();
}

bool World::run_turn(sansio::Time until) {
    return engine_->run_turn(until);
}

std::size_t World::run_until(sansio::Time until) {
    std::size_t turns = 0;
    while (run_turn(until)) ++turns;
    return turns;
}

void World::set_link(std::string_view a, std::string_view b, LinkProperties properties) {
    link_between(*engine_, a, b).properties = properties;
}

void World::set_link(HostId a, HostId b, LinkProperties properties) {
    set_link(name_of(*engine_, a), name_of(*engine_, b), properties);
}

void World::cut(std::string_view a, std::string_view b) {
    auto& link = link_between(*engine_, a, b);
    link.passage = Passage::cut;
    engine_->sever(link);
}

void World::cut(HostId a, HostId b) {
    cut(name_of(*engine_, a), name_of(*engine_, b));
}

void World::partition(std::vector<std::string> const& names) {
    std::vector<simulation::NameIndex> group;
    group.reserve(names.size());
    for (auto const& name : names) group.push_back(engine_->index(name));
    engine_->network().links().partition(group);
}

void World::hold(std::string_view a, std::string_view b) {
    link_between(*engine_, a, b).passage = Passage::held;
}

void World::release(std::string_view a, std::string_view b) {
    auto& link = link_between(*engine_, a, b);
    if (link.passage == Passage::held) link.passage = Passage::open;
    engine_->network().release();
}

void World::heal() {
    engine_->network().links().heal();
    engine_->network().release();
}

void World::freeze(HostId host) {
    if (auto* const slot = engine_->find(host)) slot->frozen = true;
}

void World::thaw(HostId host) {
    auto* const slot = engine_->find(host);
    if (slot == nullptr || !slot->frozen) return;
    slot->frozen = false;
    engine_->wake(*slot);
}

void World::on_tap(std::function<void(TapEvent const& event)> tap) {
    engine_->surroundings().tap = std::move(tap);
}

}  // namespace drivers
