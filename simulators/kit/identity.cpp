#include "simulators/kit/identity.hpp"

#include <algorithm>

#include "simulators/wire/slices.hpp"

namespace kit {
namespace {

std::string_view stage_text(sansio::ConnectionFault::Stage stage) {
    using Stage = sansio::ConnectionFault::Stage;
    switch (stage) {
        case Stage::refused:
            return "refused";
        case Stage::unreachable:
            return "unreachable";
        case Stage::timed_out:
            return "timed out";
        case Stage::tls_timed_out:
            return "TLS timed out";
        case Stage::tls_refused:
            return "TLS refused by the peer";
        case Stage::tls_chain:
            return "the peer's certificate chain is not accepted";
        case Stage::tls_protocol:
            return "TLS protocol";
        case Stage::reset:
            return "reset";
        case Stage::truncated:
            return "ended without close_notify";
        case Stage::limit:
            return "limit";
        case Stage::no_such_profile:
            return "no such TLS profile";
    }
    return "";
}

}  // namespace

std::vector<std::string> names_of(sansio::PeerIdentity const& identity) {
    if (!identity.leaf) return {};
    if (identity.leaf->has_subject_alt_name) return identity.leaf->dns_names;
    return {identity.leaf->common_name};
}

bool holds_name(sansio::PeerIdentity const& identity, std::string_view expected) {
    return std::ranges::any_of(names_of(identity),
                               [expected](auto const& name) { return wire::same_text(name, expected); });
}

std::string describe(sansio::PeerIdentity const& identity) {
    if (!identity.leaf) return "no certificate";
    std::string text;
    for (auto const& name : names_of(identity)) text += (text.empty() ? "" : ", ") + name;
    return text;
}

std::string describe(sansio::ConnectionFault const& fault) {
    std::string text(stage_text(fault.stage));
    for (auto const& detail : {fault.text, fault.chain.text})
        if (!detail.empty()) text += ": " + detail;
    return text;
}

}  // namespace kit
