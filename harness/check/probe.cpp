#include "harness/check/probe.hpp"

#include <utility>

#include "harness/check/certificate_rules.hpp"
#include "harness/check/connection_faults.hpp"
#include "simulators/wire/slices.hpp"

namespace check {
namespace {

constexpr sansio::TlsProfile own_profile{0};
constexpr wire::SliceLimits limits{.head_size_max = 32 * 1024, .body_size_max = 256 * 1024};

sansio::ConnectionId behind(sansio::ConnectionId connection) {
    return sansio::ConnectionId{static_cast<std::uint64_t>(connection) + 1};
}

std::string_view method_of(bool message, bool subscribe) {
    if (message) return "MESSAGE";
    return subscribe ? "SUBSCRIBE" : "OPTIONS";
}

}  // namespace

Probe::Probe(Settings const& settings, std::string target, sansio::Endpoint remote,
             sansio::ConnectionId first_connection, sansio::Random random)
    : settings_(settings),
      place_{settings.domain,        std::move(target),        {}, remote.to_string(), remote.port,
             settings.caller.domain, settings.caller.host_name},
      remote_(remote),
      tcp_(first_connection),
      tls_(behind(first_connection)),
      random_(random),
      slicer_(limits) {}

void Probe::start(sansio::Time now) {
    begin(Stage::tcp, now);
    has_connection_ = true;
    actions_.emplace_back(sansio::Connect{tcp_, remote_, std::nullopt, sansio::plain_tcp, {}});
}

bool Probe::handle(sansio::Input const& input, sansio::Time now) {
    return std::visit(
        [&](auto const& what) {
            if constexpr (requires { what.connection; }) {
                if (what.connection != tcp_ && what.connection != tls_) return false;
                if (!done()) on(what, now);
                return true;
            }
            return false;
        },
        input);
}

void Probe::expire(sansio::Time now) {
    if (!deadline_ || *deadline_ > now) return;
    deadline_.reset();
    switch (stage_) {
        case Stage::tcp:
            add({Fact::tcp_no_answer, "no answer to a connection attempt", {}});
            break;
        case Stage::tls:
            add({Fact::tls_silent, "connected, and the handshake was never answered", {}});
            break;
        case Stage::options:
        case Stage::subscribe:
        case Stage::message:
            add({Fact::sip_no_answer, "no answer to " + asked().method, {}});
            break;
        case Stage::idle:
        case Stage::done:
            break;
    }
    end(sansio::Close::Way::abort);
}

std::optional<sansio::Action> Probe::poll_action() {
    if (actions_.empty()) return std::nullopt;
    auto action = std::move(actions_.front());
    actions_.pop_front();
    return action;
}

std::optional<Finding> Probe::poll_finding() {
    if (findings_.empty()) return std::nullopt;
    auto finding = std::move(findings_.front());
    findings_.pop_front();
    return finding;
}

std::optional<Spoken> Probe::poll_spoken() {
    if (spoken_.empty()) return std::nullopt;
    auto spoken = std::move(spoken_.front());
    spoken_.pop_front();
    return spoken;
}

std::span<std::byte const> Probe::unsent(sansio::ConnectionId connection) const {
    return connection == tls_ ? out_.bytes() : std::span<std::byte const>{};
}

void Probe::sent(sansio::ConnectionId connection, std::size_t count) {
    if (connection == tls_) out_.consume(count);
}

void Probe::on(sansio::Connected const& connected, sansio::Time now) {
    if (connected.connection == tls_ && stage_ == Stage::tls) return take_identity(connected.identity, now);
    if (connected.connection != tcp_ || stage_ != Stage::tcp) return;
    add({Fact::tcp_connected, "connected", {}}, now - begun_);
    actions_.emplace_back(sansio::Close{tcp_, sansio::Close::Way::flush});
    begin_tls(now);
}

void Probe::on(sansio::ConnectFailed const& failed, sansio::Time now) {
    has_connection_ = false;
    if (failed.connection == tls_ && stage_ == Stage::tls) return take_refusal(failed.fault, now);
    if (failed.connection != tcp_ || stage_ != Stage::tcp) return;
    add(explain_tcp(failed.fault), now - begun_);
    end(sansio::Close::Way::abort);
}

void Probe::on(sansio::Received const& received, sansio::Time now) {
    if (received.connection != tls_) return;
    was_answered_ = true;
    spoken_.push_back({false, place_.address, std::string(sansio::as_text(received.bytes))});
    slicer_.receive(received.bytes);
    while (!done()) {
        auto const next = slicer_.next();
        if (!next) return;
        if (auto const* fault = std::get_if<wire::SliceFault>(&*next)) {
            add({Fact::sip_unreadable,
                 std::string("what came is no SIP: ") + wire::to_text(fault->rule),
                 {}});
            return end(sansio::Close::Way::abort);
        }
        take_message(std::get<wire::RawMessage>(*next), now);
    }
}

void Probe::on(sansio::Closed const& closed, sansio::Time now) {
    if (closed.connection != tls_) return;
    has_connection_ = false;
    // With TLS 1.3 this is how a client learns what the server thinks of its certificate.
    bool const is_late_refusal =
        closed.fault && closed.fault->stage == sansio::ConnectionFault::Stage::tls_refused;
    if (is_late_refusal && !was_answered_) return take_refusal(*closed.fault, now);
    auto const why = closed.fault ? closed.fault->text : std::string("in order");
    add({Fact::sip_cut, "the connection ended before " + asked().method + " was answered: " + why, {}},
        now - begun_);
    end(sansio::Close::Way::abort);
}

void Probe::begin(Stage stage, sansio::Time now) {
    stage_ = stage;
    begun_ = now;
    deadline_ = now + settings_.timeout;
}

void Probe::begin_tls(sansio::Time now) {
    begin(Stage::tls, now);
    has_connection_ = true;
    actions_.emplace_back(sansio::Connect{tls_, remote_, std::nullopt, own_profile, place_.target});
}

void Probe::take_identity(sansio::PeerIdentity const& identity, sansio::Time now) {
    server_asked_ = identity.sent != nullptr && identity.sent->asks_for_certificate;
    add({Fact::tls_done, identity.tls_version + ", " + identity.cipher, {}}, now - begun_);
    if (identity.tls_version == "TLSv1" || identity.tls_version == "TLSv1.1")
        add({Fact::tls_old_version, "the best version in common is " + identity.tls_version,
             identity.tls_version});
    bool good = judge(identity);
    if (!server_asked_) {
        add({Fact::no_client_certificate_asked, "the server asked for no certificate of ours", {}});
        good = false;
    }
    if (!good) return end(sansio::Close::Way::flush);
    if (settings_.has_certificate()) return ask(Stage::options, now);
    add({Fact::identity_not_tried, "the partner asks for a certificate, and we have none to show", {}});
    end(sansio::Close::Way::flush);
}

/// False when an edge of ours would end the connection here.
bool Probe::judge(sansio::PeerIdentity const& identity) {
    if (!identity.leaf) {
        add({Fact::chain_refused, "the server showed no certificate", {}});
        return false;
    }
    bool good = true;
    for (auto const& seen :
         judge_identity(identity, {place_.target, settings_.authorities, settings_.wall})) {
        add(seen);
        good = good && row_of(seen.fact).severity != Severity::error;
    }
    return good;
}

/// The server's own certificate may be known nevertheless, and what is wrong with it is worth telling.
void Probe::take_refusal(sansio::ConnectionFault const& fault, sansio::Time now) {
    if (fault.peer && fault.peer->sent) server_asked_ = fault.peer->sent->asks_for_certificate;
    auto const why =
        explain_tls(fault, server_asked_, {settings_.has_certificate(), settings_.certificate_issuer});
    add(why, now - begun_);
    if (fault.peer && fault.peer->leaf) (void)judge(*fault.peer);
    if (why.fact == Fact::tls_client_certificate_missed)
        add({Fact::identity_not_tried, "the partner asks for a certificate, and we have none to show", {}});
    end(sansio::Close::Way::abort);
}

void Probe::ask(Stage stage, sansio::Time now) {
    begin(stage, now);
    auto const& caller = settings_.caller;
    if (stage == Stage::message)
        request_ = write_message(caller, settings_.user, settings_.message.value_or(""), random_);
    else if (stage == Stage::subscribe)
        request_ = write_subscribe(caller, settings_.user, random_);
    else
        request_ = write_options(caller, settings_.domain, random_);
    say(request_.text);
}

void Probe::take_message(wire::RawMessage const& message, sansio::Time now) {
    if (message.is_request()) {
        if (auto answer = write_answer(message); !answer.empty()) say(std::move(answer));
        return;
    }
    bool const is_ours = message.value("Call-ID") == request_.call_id &&
                         wire::parameter(message.value("Via"), "branch") == request_.branch;
    // A provisional answer gives the partner no more time: whoever waits for a check wants to know now.
    if (!is_ours || (message.status() > 0 && message.status() < 200)) return;
    auto const seen = judge_answer(message, asked(), settings_.advice);
    add(seen, now - begun_);
    if (row_of(seen.fact).severity == Severity::error) return end(sansio::Close::Way::flush);
    ask_next(now);
}

void Probe::ask_next(sansio::Time now) {
    if (stage_ == Stage::options && !settings_.user.empty()) return ask(Stage::subscribe, now);
    if (stage_ != Stage::message && settings_.message) return ask(Stage::message, now);
    end(sansio::Close::Way::flush);
}

Asked Probe::asked() const {
    std::string const method(method_of(stage_ == Stage::message, stage_ == Stage::subscribe));
    return {method, stage_ == Stage::options ? std::string() : settings_.user, request_.call_id};
}

void Probe::say(std::string text) {
    out_.append(std::string_view(text));
    spoken_.push_back({true, place_.address, std::move(text)});
    actions_.emplace_back(sansio::Send{tls_});
}

void Probe::add(Observation const& observation, std::optional<sansio::Duration> latency) {
    findings_.push_back(make_finding(observation, place_, latency));
}

void Probe::end(sansio::Close::Way way) {
    if (std::exchange(has_connection_, false))
        actions_.emplace_back(sansio::Close{stage_ == Stage::tcp ? tcp_ : tls_, way});
    stage_ = Stage::done;
    deadline_.reset();
}

}  // namespace check
