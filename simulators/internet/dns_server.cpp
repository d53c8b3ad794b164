#include "simulators/internet/dns_server.hpp"

#include "simulators/internet/dns_wire.hpp"

namespace internet {
namespace {

constexpr sansio::SocketId socket_id{1};

std::string lower(std::string_view text) {
    std::string copy(text);
    for (char& letter : copy)
        if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
    return copy;
}

}  // namespace

void DnsServer::set_fault(std::string_view name, DnsFault fault) {
    faults_[lower(name)] = fault;
}

DnsFault const* DnsServer::fault_for(std::string_view name) const {
    auto const asked = lower(name);
    for (auto const& [below, fault] : faults_)
        if (below.empty() || asked == below || asked.ends_with("." + below)) return &fault;
    return nullptr;
}

void DnsServer::start(sansio::Time) {
    actions_.push_back(sansio::OpenSocket{socket_id, listen_});
}

void DnsServer::handle(sansio::Input const& input, sansio::Time now) {
    auto const* datagram = std::get_if<sansio::DatagramReceived>(&input);
    if (datagram == nullptr) return;
    auto const query = parse_query(datagram->bytes);
    if (!query) return;
    ++queries_;
    auto const* fault = fault_for(query->name);
    if (fault != nullptr && fault->kind == DnsFault::Kind::silent) return;
    DnsResponse response{query->id, query->name, query->type, zone_.answer(query->name, query->type)};
    if (fault != nullptr && fault->kind == DnsFault::Kind::server_failure)
        response.answer = {DnsAnswer::Code::server_failure, {}};
    sansio::SendDatagram reply{socket_id, datagram->from, pack(response)};
    if (fault != nullptr && fault->kind == DnsFault::Kind::delay)
        late_.emplace(now + fault->delay, std::move(reply));
    else
        actions_.push_back(std::move(reply));
}

void DnsServer::expire(sansio::Time now) {
    while (!late_.empty() && late_.begin()->first <= now) {
        actions_.push_back(std::move(late_.begin()->second));
        late_.erase(late_.begin());
    }
}

std::optional<sansio::Time> DnsServer::next_deadline() const {
    if (late_.empty()) return std::nullopt;
    return late_.begin()->first;
}

std::optional<sansio::Action> DnsServer::poll_action() {
    if (actions_.empty()) return std::nullopt;
    sansio::Action action = std::move(actions_.front());
    actions_.pop_front();
    return action;
}

}  // namespace internet
