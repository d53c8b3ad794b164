// A keyed hash for tests: it tells keys and texts apart and keeps no secret.
#pragma once
#include <string>

#include "edge/sip/proxy/route_signature.hpp"

namespace sip::proxy {

inline RouteSignature::KeyedHash weak_hash(std::string key) {
    return [key = std::move(key)](std::string_view first, std::string_view second) {
        std::array<std::byte, 32> digest{};
        std::uint64_t state = 0xcbf29ce484222325U;
        for (std::size_t round = 0; round < digest.size(); ++round) {
            for (auto const text : {std::string_view(key), first, second})
                for (char const letter : text)
                    state = (state ^ static_cast<unsigned char>(letter)) * 0x100000001b3U;
            digest[round] = static_cast<std::byte>(state >> 56U);
        }
        return digest;
    };
}

}  // namespace sip::proxy
