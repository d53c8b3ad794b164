// OpenSSL's randomness under a seed, so that a simulated run repeats byte for byte (design.md §7.17).
#pragma once
#include <cstdint>

#include "sansio/random.hpp"

namespace tls {

/// A stream of bytes that OpenSSL takes instead of the system's, on the thread and while a DeterministicScope lives.
/// Never for keys that protect anything: whoever knows the seed knows the keys.
class DeterministicRandom {
public:
    explicit DeterministicRandom(std::uint64_t seed) : random_(seed) {}
    void fill(unsigned char* bytes, std::size_t count);

private:
    sansio::Random random_;
};

/// Puts `source` in place on this thread; what was in place before comes back at the end. Other threads keep theirs.
/// The first one in a process replaces OpenSSL's random method by one that looks for such a source first.
class DeterministicScope {
public:
    explicit DeterministicScope(DeterministicRandom& source);
    ~DeterministicScope();
    DeterministicScope(DeterministicScope const&) = delete;
    DeterministicScope& operator=(DeterministicScope const&) = delete;

private:
    DeterministicRandom* before_;
};

}  // namespace tls
