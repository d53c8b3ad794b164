#include "simulators/peer_main.hpp"

#include <array>
#include <cstdio>
#include <fstream>
#include <poll.h>
#include <sstream>
#include <unistd.h>

#include "drivers/asio/shell.hpp"
#include "drivers/asio/signals.hpp"
#include "drivers/tls/context.hpp"
#include "simulators/peer_console.hpp"
#include "simulators/sip_peer/sip_peer.hpp"

namespace simulators {
namespace {

constexpr sansio::Duration input_pause = std::chrono::milliseconds{50};  // how often stdin is looked at

using Text = sansio::Result<std::string, std::string>;

Text read_file(std::string const& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) return sansio::unexpected("cannot read " + path);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

sansio::Result<std::shared_ptr<tls::Context const>, std::string> make_context(PeerOptions const& options) {
    tls::Settings settings;
    std::array<std::pair<std::string const*, std::string*>, 3> const files{
        {{&options.certificate_file, &settings.certificate_chain_pem},
         {&options.key_file, &settings.private_key_pem},
         {&options.authorities_file, &settings.authorities_pem}}};
    for (auto const& [path, target] : files) {
        auto text = read_file(*path);
        if (!text) return sansio::unexpected(text.error());
        *target = std::move(*text);
    }
    auto context = tls::Context::make(std::move(settings));
    if (!context) return sansio::unexpected(context.error().text);
    return *context;
}

kit::User user_of(std::string const& given, std::string const& domain) {
    auto const at = given.find('@');
    return {at == std::string::npos ? given + "@" + domain : given, given.substr(0, at)};
}

sansio::Result<kit::PartySettings, std::string> make_settings(PeerOptions const& options) {
    auto const* dialect = sip_peer::dialect(options.kind);
    if (dialect == nullptr) return sansio::unexpected("no such kind of peer: " + options.kind);
    if (options.users.empty()) return sansio::unexpected(std::string("a peer needs a user"));
    if (options.resolver.has_value() == options.next_hop.has_value())
        return sansio::unexpected(std::string("give a resolver or a next hop, one of them"));
    sip_peer::SipPeerSettings peer;
    peer.name = options.kind;
    peer.domain = options.domain;
    peer.host_name = options.host_name;
    for (auto const& user : options.users) peer.users.push_back(user_of(user, options.domain));
    peer.listen = options.listen;
    peer.dialect = dialect;
    // Call-IDs and branches must be new in every life of the server.
    peer.seed = (static_cast<std::uint64_t>(::getpid()) << 32U) ^
                static_cast<std::uint64_t>(drivers::Shell().wall().time_since_epoch().count());
    if (options.resolver) peer.resolver = *options.resolver;
    auto settings = sip_peer::party_settings(std::move(peer));
    if (options.next_hop) settings.next_hop = kit::FixedHop{*options.next_hop, options.next_hop_name};
    return settings;
}

/// Lines of stdin as they come, never waiting for one.
class InputLines {
public:
    /// Reads what is there; false once the input has ended.
    bool read() {
        ::pollfd ready{STDIN_FILENO, POLLIN, 0};
        while (open_ && ::poll(&ready, 1, 0) > 0) {
            std::array<char, 4096> bytes{};
            auto const count = ::read(STDIN_FILENO, bytes.data(), bytes.size());
            if (count <= 0)
                open_ = false;
            else
                text_.append(bytes.data(), static_cast<std::size_t>(count));
        }
        return open_;
    }
    std::optional<std::string> next() {
        auto const end = text_.find('\n');
        if (end == std::string::npos) return std::nullopt;
        auto line = text_.substr(0, end);
        text_.erase(0, end + 1);
        return line;
    }

private:
    std::string text_;
    bool open_ = true;
};

int serve(PeerOptions const& options, kit::PartySettings settings,
          std::shared_ptr<tls::Context const> context) {
    drivers::Shell shell;
    bool running = true;
    drivers::Signals const signals(shell, [&running](int) { running = false; });
    if (options.date) shell.set_wall(*options.date);

    kit::Journal journal;
    auto const first_user = settings.users.front().address;
    kit::Party party(std::move(settings), journal);
    drivers::HostSetup setup;
    setup.name = options.kind;
    setup.host = &party;
    setup.profiles = {std::move(context)};
    auto const host = shell.add(std::move(setup));

    std::fprintf(stderr, "fedproof peer: %s at %s, %s speaks\n", party.settings().host_name.c_str(),
                 options.listen.to_string().c_str(), first_user.c_str());
    PeerConsole console(party, journal, first_user);
    InputLines input;
    while (running) {
        (void)input.read();
        while (auto const line = input.next()) running = console.command(*line, shell.now()) && running;
        console.advance(shell.now());
        shell.touch(host);
        (void)shell.run_turn(shell.now() + input_pause);
        auto const output = console.take_output();
        if (!output.empty()) std::fwrite(output.data(), 1, output.size(), stdout);
        std::fflush(stdout);
        if (journal.size() > 0 && journal.at(0).note == "listen_failed") return 2;
    }
    for (auto const connection : party.connections()) party.close(connection, sansio::Close::Way::flush);
    shell.touch(host);
    (void)shell.run_turn(shell.now() + input_pause);
    shell.remove(host);
    return 0;
}

}  // namespace

int run_peer(PeerOptions const& options) {
    auto settings = make_settings(options);
    auto context = settings ? make_context(options) : sansio::unexpected(settings.error());
    if (!context) {
        std::fprintf(stderr, "fedproof peer: %s\n", context.error().c_str());
        return 2;
    }
    return serve(options, std::move(*settings), std::move(*context));
}

}  // namespace simulators
