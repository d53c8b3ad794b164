// OpenSSL 3 calls a random method deprecated and honours it; its successor would be a provider of our own.
#define OPENSSL_SUPPRESS_DEPRECATED
#include "drivers/tls/deterministic_random.hpp"

#include <mutex>

#include <openssl/rand.h>

#include "sansio/check.hpp"

namespace tls {

namespace {

thread_local DeterministicRandom* source_of_thread = nullptr;

int fill_random(unsigned char* bytes, int count) {
    if (source_of_thread == nullptr) return RAND_OpenSSL()->bytes(bytes, count);
    source_of_thread->fill(bytes, static_cast<std::size_t>(count));
    return 1;
}

int random_ready() {
    return 1;
}

RAND_METHOD const method{nullptr, fill_random, nullptr, nullptr, fill_random, random_ready};

void install_once() {
    static std::once_flag once;
    std::call_once(
        once, [] { sansio::check(RAND_set_rand_method(&method) == 1, "OpenSSL takes a random method"); });
}

}  // namespace

void DeterministicRandom::fill(unsigned char* bytes, std::size_t count) {
    std::uint64_t word = 0;
    for (std::size_t i = 0; i < count; ++i) {
        if (i % 8 == 0) word = random_.next();
        bytes[i] = static_cast<unsigned char>(word & 0xffU);
        word >>= 8U;
    }
}

DeterministicScope::DeterministicScope(DeterministicRandom& source) : before_(source_of_thread) {
    install_once();
    source_of_thread = &source;
}

DeterministicScope::~DeterministicScope() {
    source_of_thread = before_;
}

}  // namespace tls
