#include "drivers/tls/plain_twin.hpp"

#include <algorithm>

#include "sansio/check.hpp"

namespace tls {

namespace {

using ConnectionStage = sansio::ConnectionFault::Stage;
using ChainFault = sansio::ChainVerdict::Fault;

constexpr std::size_t record_max = 16 * 1024;

// The first byte of a handshake body, with the numbers of RFC 8446 §4.
constexpr char client_hello_kind = 1;
constexpr char server_hello_kind = 2;
constexpr char certificate_kind = 11;

std::string handshake_body(char kind, std::string_view rest) {
    std::string body(1, kind);
    body += rest;
    return body;
}

}  // namespace

PlainTwin::PlainTwin(std::shared_ptr<Material const> material, Role role, std::string_view server_name,
                     sansio::WallTime wall)
    : material_(std::move(material)),
      wall_(wall),
      stage_(role == Role::client ? Stage::server_hello : Stage::client_hello) {
    if (role == Role::server) return;
    std::string body(1, client_hello_kind);
    body += static_cast<char>(material_->settings.version_min);
    body += static_cast<char>(material_->settings.version_max);
    body += server_name;
    append_record(out_, RecordType::handshake, body);
}

void PlainTwin::receive(std::span<std::byte const> wire) {
    if (events_.ended()) return;
    records_.feed(wire);
    while (auto const record = records_.take()) {
        on_record(*record);
        if (events_.ended()) return;
    }
    if (auto const alert = records_.broken())
        refuse(*alert, {ConnectionStage::tls_protocol, {}, "not a record"});
    else
        records_.keep_rest();
}

void PlainTwin::end_of_stream() {
    if (established())
        events_.end(Failed{{ConnectionStage::truncated, {}, "the stream ended without close_notify"}});
    else
        events_.end(Failed{{ConnectionStage::tls_refused, {}, "the stream ended in the handshake"}});
}

void PlainTwin::write(std::span<std::byte const> plain) {
    sansio::check(established(), "nothing is written before the handshake is done");
    if (stage_ == Stage::closed || events_.ended()) return;
    while (!plain.empty()) {
        auto const part = plain.first(std::min(plain.size(), record_max));
        append_record(out_, RecordType::data, sansio::as_text(part));
        plain = plain.subspan(part.size());
    }
}

void PlainTwin::close() {
    if (stage_ != Stage::open) return;
    stage_ = Stage::closed;
    append_alert(out_, Alert::close_notify);
}

void PlainTwin::on_record(PlainRecord const& record) {
    if (record.type == RecordType::alert) return on_alert(sansio::as_text(record.body));
    if (record.type == RecordType::handshake) return on_handshake(sansio::as_text(record.body));
    if (!established())
        return refuse(Alert::unexpected_message, {ConnectionStage::tls_protocol, {}, "data too early"});
    events_.plain().append(record.body);
}

void PlainTwin::on_handshake(std::string_view body) {
    char const kind = body.empty() ? '\0' : body.front();
    if (stage_ == Stage::client_hello && kind == client_hello_kind && body.size() >= 3)
        return on_client_hello(body.substr(1));
    if (stage_ == Stage::server_hello && kind == server_hello_kind) return on_server_hello(body.substr(1));
    if (stage_ == Stage::client_certificate && kind == certificate_kind)
        return on_client_certificate(body.substr(1));
    refuse(Alert::unexpected_message, {ConnectionStage::tls_protocol, {}, "unexpected handshake record"});
}

void PlainTwin::on_client_hello(std::string_view versions_and_name) {
    Settings const& settings = material_->settings;
    auto const lowest = std::max(static_cast<char>(settings.version_min), versions_and_name[0]);
    auto const highest = std::min(static_cast<char>(settings.version_max), versions_and_name[1]);
    if (lowest > highest)
        return refuse(Alert::protocol_version, {ConnectionStage::tls_protocol, {}, "unsupported protocol"});
    if (settings.certificate_chain_pem.empty())
        return refuse(Alert::handshake_failure,
                      {ConnectionStage::tls_protocol, {}, "no certificate of our own"});
    append_record(out_, RecordType::handshake,
                  handshake_body(server_hello_kind, settings.certificate_chain_pem));
    stage_ = Stage::client_certificate;
}

void PlainTwin::on_server_hello(std::string_view chain_pem) {
    if (!judge(chain_pem, Role::server)) return;
    Settings const& settings = material_->settings;
    std::string_view const own =
        settings.present_certificate ? settings.certificate_chain_pem : std::string_view();
    append_record(out_, RecordType::handshake, handshake_body(certificate_kind, own));
}

void PlainTwin::on_client_certificate(std::string_view chain_pem) {
    judge(chain_pem, Role::client);
}

void PlainTwin::on_alert(std::string_view body) {
    if (body.size() != 2)
        return refuse(Alert::decode_error, {ConnectionStage::tls_protocol, {}, "malformed alert"});
    auto const code = static_cast<std::uint8_t>(body[1]);
    if (code == static_cast<std::uint8_t>(Alert::close_notify) && established())
        return events_.end(PeerClosed{});
    events_.end(Failed{refused_by_alert(code)});
}

bool PlainTwin::judge(std::string_view chain_pem, Role peer_role) {
    Settings const& settings = material_->settings;
    auto identity = material_->judge.judge(chain_pem, peer_role, wall_);
    ChainFault const fault = identity.chain.fault;
    bool const anonymous_client = fault == ChainFault::no_certificate && peer_role == Role::client;
    bool const refused =
        anonymous_client ? settings.require_certificate : settings.verify_chain && fault != ChainFault::none;
    if (refused) {
        refuse(alert_for(fault), {ConnectionStage::tls_chain, identity.chain, identity.chain.text});
        return false;
    }
    identity.tls_version = "plain";
    stage_ = Stage::open;
    events_.establish(std::move(identity));
    return true;
}

void PlainTwin::refuse(Alert alert, sansio::ConnectionFault fault) {
    append_alert(out_, alert);
    events_.end(Failed{std::move(fault)});
}

}  // namespace tls
