#include "harness/runner/edge_in_process.hpp"

#include "edge/service/tls_settings.hpp"

namespace runner {

std::optional<EdgeInProcess::Contexts> EdgeInProcess::contexts(EdgeConfiguration const& configuration) {
    auto const read_file = [&](std::string const& name) -> sansio::Result<std::string, std::string> {
        auto const found = configuration.files.find(name);
        if (found == configuration.files.end()) return sansio::unexpected(std::string("no such file"));
        return found->second;
    };
    auto contexts = edge::tls_contexts(configuration.topology, read_file);
    if (contexts) return *std::move(contexts);
    failure_ = contexts.error().usage + ": " + contexts.error().text;
    return std::nullopt;
}

void EdgeInProcess::start(EdgeConfiguration const& configuration) {
    kill();
    failure_.clear();
    auto made = contexts(configuration);
    if (!made) return;
    auto topology = std::make_shared<topology::Topology const>(configuration.topology);
    drivers::HostSetup setup;
    setup.name = "edge";
    setup.addresses = {topology->external.listen.address, topology->internal.listen.address};
    setup.profiles = *std::move(made);
    edge_ = std::make_unique<edge::Edge>(edge::EdgeSettings{std::move(topology), resolvers_, seed_});
    // A restarted edge must not give out the branches of its former life.
    seed_ = sansio::Random(seed_).next();
    setup.host = edge_.get();
    host_ = driver_.add(std::move(setup));
}

void EdgeInProcess::reload(EdgeConfiguration const& configuration) {
    if (!edge_) return;
    auto made = contexts(configuration);
    if (!made) return;
    driver_.set_profiles(*host_, *std::move(made));
    edge_->reload(std::make_shared<topology::Topology const>(configuration.topology), driver_.now());
    driver_.touch(*host_);
}

void EdgeInProcess::kill() {
    if (host_) driver_.remove(*host_);
    host_.reset();
    edge_.reset();
    stopping_ = false;
}

HeldOrFault EdgeInProcess::held() {
    if (!edge_) return sansio::unexpected(std::string("the edge is not running"));
    auto const held = edge_->held();
    return Held{held.connections, held.bytes_max};
}

void EdgeInProcess::stop() {
    if (!edge_) return;
    stopping_ = true;
    edge_->drain(driver_.now());
    driver_.touch(*host_);
}

EdgeUnderTest::State EdgeInProcess::poll() {
    if (!failure_.empty()) return State::failed;
    if (!edge_) return State::down;
    if (stopping_) {
        if (!edge_->drained()) return State::pending;
        kill();
        return State::down;
    }
    if (!edge_->start_failure().empty()) {
        failure_ = edge_->start_failure();
        return State::failed;
    }
    return edge_->ready() ? State::ready : State::pending;
}

}  // namespace runner
