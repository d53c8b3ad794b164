// `fedproof check`: what is wrong with a partner, layer by layer, and who has to change what.
#include <algorithm>
#include <cstdio>
#include <unistd.h>

#include "drivers/asio/shell.hpp"
#include "drivers/tls/sent_chain.hpp"
#include "harness/check/conclusion.hpp"
#include "harness/check/partner_check.hpp"
#include "harness/check/resolver_file.hpp"
#include "harness/explain/diagnostics.hpp"
#include "harness/runner/interruption.hpp"
#include "harness/script/catalogue.hpp"
#include "harness/verbs.hpp"
#include "reports/bytes_text.hpp"
#include "sansio/domain_name.hpp"
#include "sansio/wall_time.hpp"

namespace harness {
namespace {

template <class T>
using Made = sansio::Result<T, std::string>;

constexpr char const* system_authorities = "/etc/ssl/certs/ca-certificates.crt";
constexpr char const* system_resolvers = "/etc/resolv.conf";
constexpr sansio::Duration timeout_min = std::chrono::milliseconds{100},
                           timeout_max = std::chrono::minutes{1};
constexpr sansio::Duration look_pause = std::chrono::milliseconds{50};  // how often a signal is looked for
constexpr sansio::Duration goodbye_max = std::chrono::milliseconds{100};

tl::unexpected<std::string> fault(std::string text) {
    return sansio::unexpected(std::move(text));
}

Made<std::string> read_file(std::string const& option, std::string const& path) {
    auto text = script::read_file(path);
    if (!text) return fault(option + ": " + path + " cannot be read");
    return *std::move(text);
}

/// user@domain; what else stands in an address would stand in our messages.
bool is_address(std::string const& text) {
    auto const at = text.find('@');
    return at != std::string::npos && at > 0 && sansio::is_domain_name(text.substr(at + 1)) &&
           text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.!~*'+",
                                  0) == at;
}

Made<check::PinnedServer> read_proxy(std::string const& text) {
    check::PinnedServer pinned;
    auto const colon = text.find(':');
    pinned.name = text.substr(0, colon);
    if (!sansio::is_domain_name(pinned.name))
        return fault("--proxy: '" + text + "' is no FQDN[:PORT], as sip.fabrikam.com:5061");
    if (colon == std::string::npos) return pinned;
    unsigned port = 0;
    for (char const letter : text.substr(colon + 1))
        port = letter >= '0' && letter <= '9' && port < 100'000
                   ? port * 10 + static_cast<unsigned>(letter - '0')
                   : 100'000;
    if (port == 0 || port > 65'535) return fault("--proxy: the port of '" + text + "' is not 1 to 65535");
    pinned.port = static_cast<std::uint16_t>(port);
    return pinned;
}

Made<void> read_resolvers(CheckOptions const& options, check::Settings& settings) {
    if (options.resolver.empty()) {
        auto const text = script::read_file(system_resolvers);
        settings.resolvers = check::read_resolvers(text.value_or(""));
        if (settings.resolvers.empty())
            return fault(std::string(system_resolvers) +
                         " names no resolver; give one with --resolver HOST:PORT");
        return {};
    }
    auto const endpoint = sansio::Endpoint::parse(options.resolver);
    if (!endpoint)
        return fault("--resolver: '" + options.resolver + "' is not ADDRESS:PORT, as 192.0.2.1:53");
    settings.resolvers = {*endpoint};
    settings.in_laboratory = check::is_loopback(endpoint->address);
    return {};
}

Made<void> read_names(CheckOptions const& options, check::Settings& settings) {
    settings.domain = sansio::lower_case(sansio::without_final_dot(options.domain));
    if (!sansio::is_domain_name(settings.domain))
        return fault("'" + options.domain + "' is no SIP domain, as fabrikam.com");
    for (auto const& [option, address] : {std::pair("--as", &options.as), std::pair("--user", &options.user)})
        if (!address->empty() && !is_address(*address))
            return fault(std::string(option) + ": '" + *address + "' is not user@domain");
    if (options.as.empty() != options.user.empty())
        return fault("--as and --user go together: who asks, and for whom");
    if (options.message && options.user.empty())
        return fault("--message needs --as and --user: from whom, and to whom");
    settings.caller.address = options.as;
    settings.user = options.user;
    settings.message = options.message;
    if (options.proxy.empty()) return {};
    auto proxy = read_proxy(options.proxy);
    if (!proxy) return sansio::unexpected(proxy.error());
    settings.proxy = *std::move(proxy);
    return {};
}

Made<void> read_times(CheckOptions const& options, check::Settings& settings) {
    auto const timeout = sansio::parse_duration(options.timeout);
    if (!timeout || *timeout < timeout_min || *timeout > timeout_max)
        return fault("--timeout: '" + options.timeout + "' is no time from 100ms to 1min");
    settings.timeout = *timeout;
    return {};
}

/// Who we are is what our certificate says.
Made<std::shared_ptr<tls::Context const>> read_certificates(CheckOptions const& options,
                                                            check::Settings& settings) {
    tls::Settings ours;
    ours.verify_chain = false;
    ours.report_peer = true;
    // What is weak or old shall be named, not refused unseen.
    ours.security_level = 0;
    ours.version_min = tls::Version::tls1_0;
    if (options.certificate.empty() != options.key.empty()) return fault("--cert and --key go together");
    auto authorities =
        read_file("--ca", options.authorities.empty() ? system_authorities : options.authorities);
    if (!authorities) return sansio::unexpected(authorities.error());
    ours.authorities_pem = *std::move(authorities);
    auto described = tls::describe_certificates(ours.authorities_pem);
    if (!described) return fault("--ca: " + described.error().text);
    if (described->empty()) return fault("--ca: there is no certificate in it");
    settings.authorities = *std::move(described);
    if (!options.certificate.empty()) {
        auto chain = read_file("--cert", options.certificate);
        auto key = read_file("--key", options.key);
        if (!chain || !key) return sansio::unexpected(!chain ? chain.error() : key.error());
        ours.certificate_chain_pem = *std::move(chain);
        ours.private_key_pem = *std::move(key);
    }
    auto made = tls::Context::make(ours);
    if (!made) return fault("--cert, --key: " + made.error().text);
    if (ours.certificate_chain_pem.empty()) return *made;
    auto const own = (*made)->judge(ours.certificate_chain_pem, tls::Role::client, settings.wall);
    if (!own.leaf) return fault("--cert: there is no certificate in it");
    settings.certificate_issuer = tls::describe_certificates(ours.certificate_chain_pem)->back().issuer;
    settings.caller.host_name =
        own.leaf->dns_names.empty() ? own.leaf->common_name : own.leaf->dns_names.front();
    if (!sansio::is_domain_name(settings.caller.host_name))
        return fault("--cert: it names no server, but '" + settings.caller.host_name + "'");
    auto const at = options.as.find('@');
    settings.caller.domain = options.as.empty()
                                 ? std::string(sansio::parent_domain(settings.caller.host_name))
                                 : options.as.substr(at + 1);
    return *made;
}

/// What was found so far, as it comes where somebody watches.
class Listener {
public:
    Listener(CheckOptions const& options, check::PartnerCheck& partner)
        : partner_(partner),
          as_text_(options.format == "text"),
          at_once_(as_text_ && ::isatty(STDOUT_FILENO) == 1),
          verbose_(options.verbose) {}

    void listen() {
        while (auto finding = partner_.poll_finding()) {
            if (at_once_) print(*finding);
            findings_.push_back(*std::move(finding));
        }
        while (auto const spoken = partner_.poll_spoken())
            if (verbose_)
                std::fprintf(stderr, "%s %s\n%s\n", spoken->is_ours ? "to" : "from", spoken->address.c_str(),
                             reports::printable_message(spoken->bytes).c_str());
    }
    std::vector<check::Finding> const& findings() const { return findings_; }

    int conclude(check::Settings const& settings, sansio::Duration took, int signal) const {
        auto const conclusion = check::conclude(findings_);
        if (!as_text_) {
            std::fputs(check::to_json(findings_, settings.domain, settings.wall, took).c_str(), stdout);
        } else {
            if (!at_once_)
                for (auto const& finding : check::in_order(findings_)) print(finding);
            std::fputs(check::summary(conclusion, settings.domain, took).c_str(), stdout);
        }
        if (signal != 0) {
            std::fprintf(stderr, "fedproof: interrupted; this is what was found so far\n");
            return exit_signal + signal;
        }
        if (conclusion.verdict == check::Verdict::broken) return exit_failed;
        return conclusion.verdict == check::Verdict::unknown ? exit_unreachable : exit_passed;
    }

private:
    static void print(check::Finding const& finding) {
        std::fputs(check::line_of(finding).c_str(), stdout);
        std::fflush(stdout);
    }

    check::PartnerCheck& partner_;
    bool as_text_;
    bool at_once_;
    bool verbose_;
    std::vector<check::Finding> findings_;
};

int look(CheckOptions const& options, check::Settings const& settings, drivers::Shell& shell,
         std::shared_ptr<tls::Context const> context) {
    runner::Interruption const interruption;
    check::PartnerCheck partner(settings);
    Listener listener(options, partner);
    drivers::HostSetup setup;
    setup.name = "check";
    setup.host = &partner;
    setup.profiles = {std::move(context)};
    // The check keeps its own time; the driver's is for what it forgets.
    setup.limits.connect_timeout = setup.limits.handshake_timeout = 2 * settings.timeout;
    auto const host = shell.add(std::move(setup));
    auto const begun = shell.now();
    do {
        (void)shell.run_turn(shell.now() + look_pause);
        listener.listen();
    } while (!partner.done() && runner::Interruption::signal() == 0);
    auto const ended = shell.now();
    while (shell.run_turn(ended + goodbye_max) && shell.now() < ended + goodbye_max) {
    }
    shell.remove(host);
    return listener.conclude(settings, ended - begun, runner::Interruption::signal());
}

}  // namespace

int check_partner(CheckOptions const& options) {
    auto const refuse = [](std::string const& text) {
        std::fprintf(stderr, "fedproof: %s\n", text.c_str());
        return exit_usage;
    };
    if (options.format != "text" && options.format != "json")
        return refuse("--format is text or json, not '" + options.format + "'");
    drivers::Shell shell;
    if (!options.date.empty()) {
        auto const date = sansio::parse_wall_time(options.date);
        if (!date) return refuse("--date: '" + options.date + "' is not a date as 2013-06-01");
        shell.set_wall(*date);
    }
    check::Settings settings;
    settings.wall = shell.wall();
    // Call-IDs and branches must be new in every run.
    settings.seed = (static_cast<std::uint64_t>(::getpid()) << 32U) ^
                    static_cast<std::uint64_t>(drivers::Shell().wall().time_since_epoch().count());
    settings.advice = explain::advice_for_partner;
    for (auto* const read : {read_names, read_times, read_resolvers})
        if (auto const done = read(options, settings); !done) return refuse(done.error());
    auto context = read_certificates(options, settings);
    if (!context) return refuse(context.error());
    return look(options, settings, shell, *std::move(context));
}

}  // namespace harness
