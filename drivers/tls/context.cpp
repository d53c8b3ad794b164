#include "drivers/tls/context.hpp"

#include "drivers/tls/material.hpp"
#include "drivers/tls/plain_twin.hpp"
#include "drivers/tls/session.hpp"

namespace tls {

struct Context::Shared {
    std::shared_ptr<Material const> material;
};

Context::Context(std::unique_ptr<Shared> shared) : shared_(std::move(shared)) {}
Context::~Context() = default;

sansio::Result<std::shared_ptr<Context const>, ContextFault> Context::make(Settings settings) {
    auto material = make_material(std::move(settings));
    if (!material) return sansio::unexpected(material.error());
    auto shared = std::make_unique<Shared>(Shared{std::move(*material)});
    return std::shared_ptr<Context const>(new Context(std::move(shared)));
}

std::unique_ptr<Channel> Context::make_session(Role role, std::string_view server_name,
                                               sansio::WallTime wall) const {
    return std::make_unique<Session>(shared_->material, role, server_name, wall);
}

std::unique_ptr<Channel> Context::make_plain_twin(Role role, std::string_view server_name,
                                                  sansio::WallTime wall) const {
    return std::make_unique<PlainTwin>(shared_->material, role, server_name, wall);
}

sansio::PeerIdentity Context::judge(std::string_view chain_pem, Role peer_role, sansio::WallTime wall) const {
    return shared_->material->judge.judge(chain_pem, peer_role, wall);
}

Settings const& Context::settings() const {
    return shared_->material->settings;
}

}  // namespace tls
