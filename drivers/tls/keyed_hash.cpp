#include "drivers/tls/keyed_hash.hpp"

#include <algorithm>

#include <openssl/evp.h>
#include <openssl/sha.h>

#include "sansio/check.hpp"

namespace tls {

namespace {

using Block = std::array<unsigned char, SHA256_CBLOCK>;

void verify(int result) {
    sansio::check(result == 1, "SHA-256 is there and does not fail");
}

}  // namespace

/// The states behind the padded key, from which each call begins: half of the work is done once.
struct KeyedHash::State {
    EVP_MD_CTX* inner = EVP_MD_CTX_new();
    EVP_MD_CTX* outer = EVP_MD_CTX_new();
    EVP_MD_CTX* running = EVP_MD_CTX_new();

    explicit State(Block const& key) {
        begin(inner, key, 0x36);
        begin(outer, key, 0x5c);
    }
    State(State const&) = delete;
    State& operator=(State const&) = delete;
    ~State() {
        for (auto* const context : {inner, outer, running}) EVP_MD_CTX_free(context);
    }

    static void begin(EVP_MD_CTX* context, Block key, unsigned char pad) {
        sansio::check(context != nullptr, "there is memory for a digest");
        for (auto& byte : key) byte = static_cast<unsigned char>(byte ^ pad);
        verify(EVP_DigestInit_ex(context, EVP_sha256(), nullptr));
        verify(EVP_DigestUpdate(context, key.data(), key.size()));
    }
};

KeyedHash::KeyedHash(std::string_view key) {
    Block block{};
    if (key.size() > block.size()) {
        unsigned int size = 0;
        verify(EVP_Digest(key.data(), key.size(), block.data(), &size, EVP_sha256(), nullptr));
    } else {
        std::copy(key.begin(), key.end(), block.begin());
    }
    state_ = std::make_shared<State>(block);
}

KeyedHash::Digest KeyedHash::operator()(std::string_view first, std::string_view second) const {
    Digest digest{};
    auto* const bytes = reinterpret_cast<unsigned char*>(digest.data());
    verify(EVP_MD_CTX_copy_ex(state_->running, state_->inner));
    verify(EVP_DigestUpdate(state_->running, first.data(), first.size()));
    verify(EVP_DigestUpdate(state_->running, second.data(), second.size()));
    verify(EVP_DigestFinal_ex(state_->running, bytes, nullptr));
    verify(EVP_MD_CTX_copy_ex(state_->running, state_->outer));
    verify(EVP_DigestUpdate(state_->running, bytes, digest.size()));
    verify(EVP_DigestFinal_ex(state_->running, bytes, nullptr));
    return digest;
}

}  // namespace tls
