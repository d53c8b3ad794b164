// For LD_PRELOAD: glibc's resolver asks $FEDPROOF_RESOLVER (ADDRESS:PORT, IPv4) and nobody else, since /etc/resolv.conf knows no
// ports. glibc leaves a resolver state alone that its program has changed, so it is changed in front of each question.
#include <arpa/inet.h>
#include <charconv>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <netdb.h>
#include <resolv.h>
#include <string>

namespace {

void ask_our_server() {
    char const* const server = std::getenv("FEDPROOF_RESOLVER");
    char const* const colon = server == nullptr ? nullptr : std::strrchr(server, ':');
    if (colon == nullptr) return;
    auto& state = _res;
    if ((state.options & RES_INIT) == 0) ::res_init();
    in_addr address{};
    std::uint16_t port = 0;
    if (::inet_pton(AF_INET, std::string(server, colon).c_str(), &address) != 1 ||
        std::from_chars(colon + 1, colon + std::strlen(colon), port).ec != std::errc())
        return;
    state.nscount = 1;
    state.nsaddr_list[0].sin_family = AF_INET;
    state.nsaddr_list[0].sin_port = htons(port);
    state.nsaddr_list[0].sin_addr = address;
    state.options &= ~static_cast<unsigned long>(RES_DNSRCH | RES_DEFNAMES);
    state.retrans = 1;
    state.retry = 2;
}

template <class Function>
Function next(char const* name) {
    return reinterpret_cast<Function>(::dlsym(RTLD_NEXT, name));
}

}  // namespace

extern "C" {

int getaddrinfo(char const* node, char const* service, addrinfo const* hints, addrinfo** result) {
    ask_our_server();
    return next<decltype(&getaddrinfo)>("getaddrinfo")(node, service, hints, result);
}

int res_search(char const* name, int type_class, int type, unsigned char* answer, int size) {
    ask_our_server();
    return next<decltype(&res_search)>("res_search")(name, type_class, type, answer, size);
}

hostent* gethostbyname(char const* name) {
    ask_our_server();
    return next<decltype(&gethostbyname)>("gethostbyname")(name);
}

hostent* gethostbyname2(char const* name, int family) {
    ask_our_server();
    return next<decltype(&gethostbyname2)>("gethostbyname2")(name, family);
}

}  // extern "C"
