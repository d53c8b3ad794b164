#include "edge/service/tls_settings.hpp"

namespace edge {

namespace {

sansio::Result<tls::Settings, std::string> read_usage(topology::CertificateFiles const& files,
                                                      ReadFile const& read_file) {
    tls::Settings settings;
    // Partners' edges hold certificates for server authentication only; AOL alone asked for more (facts/lync.md §2.3).
    settings.require_client_usage = false;
    // A handshake costs as much as thousands of messages; a link that idled away comes back without most of it.
    settings.session_tickets = true;
    struct Wanted {
        std::string const& name;
        std::string& text;
    };
    for (auto const& wanted :
         {Wanted{files.chain, settings.certificate_chain_pem}, Wanted{files.key, settings.private_key_pem},
          Wanted{files.authorities, settings.authorities_pem}}) {
        auto text = read_file(wanted.name);
        if (!text) return sansio::unexpected<std::string>(wanted.name + ": " + text.error());
        wanted.text = std::move(*text);
    }
    return settings;
}

}  // namespace

sansio::Result<std::vector<tls::Settings>, CertificateFault> tls_settings(topology::Topology const& topology,
                                                                          ReadFile const& read_file) {
    struct Usage {
        std::string_view name;
        topology::CertificateFiles const& files;
    };
    std::vector<tls::Settings> all;
    for (auto const& usage : {Usage{"AccessEdgeExternal", topology.external_certificate},
                              Usage{"Internal", topology.internal_certificate}}) {
        auto settings = read_usage(usage.files, read_file);
        if (!settings)
            return sansio::unexpected<CertificateFault>(
                CertificateFault{std::string(usage.name), settings.error()});
        all.push_back(std::move(*settings));
    }
    return all;
}

sansio::Result<Contexts, CertificateFault> tls_contexts(
    topology::Topology const& topology, ReadFile const& read_file,
    std::function<void(std::string_view)> const& key_log) {
    auto all = tls_settings(topology, read_file);
    if (!all) return sansio::unexpected<CertificateFault>(all.error());
    Contexts contexts;
    for (auto& settings : *all) {
        settings.key_log = key_log;
        auto context = tls::Context::make(std::move(settings));
        if (!context)
            return sansio::unexpected<CertificateFault>(
                CertificateFault{contexts.empty() ? "AccessEdgeExternal" : "Internal", context.error().text});
        contexts.push_back(std::move(*context));
    }
    return contexts;
}

}  // namespace edge
