// SipHash-2-4 over whole words: who does not know the key can neither tell a hash from random digits nor choose what collides.
#pragma once
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace sip::transaction {

class KeyedHash {
public:
    explicit KeyedHash(std::array<std::uint64_t, 2> const& key)
        : v_{key[0] ^ 0x736f6d6570736575U, key[1] ^ 0x646f72616e646f6dU, key[0] ^ 0x6c7967656e657261U,
             key[1] ^ 0x7465646279746573U} {}

    void add(std::uint64_t word) {
        v_[3] ^= word;
        round();
        round();
        v_[0] ^= word;
    }
    /// The size goes first, so that no two lists of texts look alike.
    void add(std::string_view text) {
        add(std::uint64_t{text.size()});
        while (!text.empty()) {
            std::uint64_t word = 0;
            auto const count = text.size() < 8 ? text.size() : 8;
            std::memcpy(&word, text.data(), count);
            add(word);
            text.remove_prefix(count);
        }
    }
    std::uint64_t result() {
        v_[2] ^= 0xffU;
        for (int i = 0; i < 4; ++i) round();
        return v_[0] ^ v_[1] ^ v_[2] ^ v_[3];
    }

private:
    void round() {
        v_[0] += v_[1];
        v_[1] = std::rotl(v_[1], 13) ^ v_[0];
        v_[0] = std::rotl(v_[0], 32);
        v_[2] += v_[3];
        v_[3] = std::rotl(v_[3], 16) ^ v_[2];
        v_[0] += v_[3];
        v_[3] = std::rotl(v_[3], 21) ^ v_[0];
        v_[2] += v_[1];
        v_[1] = std::rotl(v_[1], 17) ^ v_[2];
        v_[2] = std::rotl(v_[2], 32);
    }
    std::array<std::uint64_t, 4> v_;
};

}  // namespace sip::transaction
