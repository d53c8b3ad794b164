// HMAC-SHA-256 (RFC 2104) with one key: for what must come back to its author as it was written.
#pragma once
#include <array>
#include <cstddef>
#include <memory>
#include <string_view>

namespace tls {

class KeyedHash {
public:
    using Digest = std::array<std::byte, 32>;

    /// `key`: any bytes; 32 random ones are as good as it gets. Copies share their state, so they stay in one thread.
    explicit KeyedHash(std::string_view key);

    /// Of `first` and `second` as one text.
    Digest operator()(std::string_view first, std::string_view second = {}) const;

private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace tls
