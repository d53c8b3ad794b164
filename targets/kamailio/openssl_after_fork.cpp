// For LD_PRELOAD: each process of Kamailio begins with OpenSSL state of its own.
// Debian's Kamailio 5.6.3 keeps what OpenSSL allocates in shared memory. OpenSSL 3 keeps its random generators and its error queue
// by thread, and a child inherits the pointers of the thread that forked it: all workers then write the same state, no lock
// between them, and one frees what another holds (its issue 3791). It is mended in 5.8 by `tls_threads_mode`, in this same way.
#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <dlfcn.h>
#include <pthread.h>

namespace {

constexpr std::size_t keys_max = 1024;  // PTHREAD_KEYS_MAX of Linux
std::array<pthread_key_t, keys_max> keys;
std::atomic<std::size_t> known{0};

// The parent's state stays where it is, since the parent and the other children still use it.
void forget_inherited_state() {
    for (std::size_t index = 0; index < std::min(known.load(), keys_max); ++index)
        ::pthread_setspecific(keys[index], nullptr);
}

__attribute__((constructor)) void watch_forks() {
    ::pthread_atfork(nullptr, nullptr, forget_inherited_state);
}

}  // namespace

extern "C" int pthread_key_create(pthread_key_t* key, void (*destructor)(void*)) {
    using Create = int (*)(pthread_key_t*, void (*)(void*));
    static auto const create = reinterpret_cast<Create>(::dlsym(RTLD_NEXT, "pthread_key_create"));
    auto const result = create(key, destructor);
    if (result == 0)
        if (auto const place = known.fetch_add(1); place < keys_max) keys[place] = *key;
    return result;
}
