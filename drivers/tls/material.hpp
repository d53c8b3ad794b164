// What a Context is made of. Channels hold it too, so that a context may be replaced while its connections live on.
#pragma once
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "drivers/tls/chain_judge.hpp"
#include "drivers/tls/context.hpp"
#include "drivers/tls/openssl_handles.hpp"

namespace tls {

/// Sessions that a client may resume, by the name of the server.
class ResumableSessions {
public:
    void remember(std::string const& server_name, SessionPtr session);
    /// Nothing when there is none or its server's certificate is no longer good at `wall`.
    SessionPtr find(std::string const& server_name, sansio::WallTime wall) const;

private:
    mutable std::mutex mutex_;
    std::map<std::string, SessionPtr> sessions_;
};

struct Material {
    Material(Settings given, StorePtr authorities, std::vector<sansio::WallTime> boundaries)
        : settings(std::move(given)),
          store(std::move(authorities)),
          judge(settings, store.get(), std::move(boundaries)) {}

    Settings const settings;
    StorePtr const store;
    ChainJudge const judge;
    SslContextPtr context;
    mutable ResumableSessions resumable;
};

sansio::Result<std::shared_ptr<Material const>, ContextFault> make_material(Settings settings);

}  // namespace tls
