#include "harness/check/questions.hpp"

#include <algorithm>
#include <utility>

#include "sansio/domain_name.hpp"

namespace check {
namespace {

using sansio::IpAddress;

constexpr sansio::SocketId socket_v4{1};
constexpr sansio::SocketId socket_v6{2};
constexpr std::size_t answer_max = 65'535;  // RFC 1035 §4.2.2: the length is a number of two bytes

bool is_v6(sansio::Endpoint const& endpoint) {
    return endpoint.address.family == IpAddress::Family::v6;
}

}  // namespace

void Questions::start() {
    auto const wants = [this](bool v6) {
        return std::ranges::any_of(settings_.resolvers, [v6](auto const& one) { return is_v6(one) == v6; });
    };
    auto const open = [this](sansio::SocketId socket, IpAddress const& any) {
        sockets_[socket] = false;
        actions_.emplace_back(sansio::OpenSocket{socket, {settings_.local.value_or(any), 0}});
    };
    if (wants(false)) open(socket_v4, IpAddress{});
    if (wants(true)) open(socket_v6, IpAddress{IpAddress::Family::v6, {}});
}

std::size_t Questions::ask(std::string name, internet::RecordType type, sansio::Time now) {
    std::uint16_t id = 0;
    do id = static_cast<std::uint16_t>(random_.below(0x10000));
    while (open_.contains(id));
    Question question;
    question.number = asked_++;
    question.name = std::move(name);
    question.type = type;
    question.asked = now;
    auto const number = question.number;
    transmit(id, open_.emplace(id, std::move(question)).first->second, now);
    return number;
}

void Questions::handle(sansio::Input const& input, sansio::Time now) {
    std::visit([&](auto const& what) { on(what, now); }, input);
}

void Questions::on(sansio::SocketOpen const& open, sansio::Time) {
    sockets_[open.socket] = true;
    auto const waiting = std::exchange(before_they_open_, {});
    for (auto const& datagram : waiting)
        if (datagram.socket == open.socket)
            actions_.emplace_back(datagram);
        else
            before_they_open_.push_back(datagram);
}

void Questions::on(sansio::DatagramReceived const& datagram, sansio::Time now) {
    if (std::ranges::find(settings_.resolvers, datagram.from) != settings_.resolvers.end())
        take_packet(datagram.bytes, now);
}

void Questions::on(sansio::Connected const& connected, sansio::Time) {
    if (streams_.contains(connected.connection)) actions_.emplace_back(sansio::Send{connected.connection});
}

void Questions::on(sansio::Received const& received, sansio::Time now) {
    auto const found = streams_.find(received.connection);
    if (found == streams_.end()) return;
    auto& in = found->second.in;
    in += sansio::as_text(received.bytes.first(std::min(received.bytes.size(), answer_max + 2)));
    if (in.size() < 2) return;
    auto const size =
        std::size_t{static_cast<unsigned char>(in[0])} << 8U | static_cast<unsigned char>(in[1]);
    if (in.size() < 2 + size) return;
    auto const packet = in.substr(2, size);
    end_stream(received.connection);
    take_packet(sansio::as_bytes(packet), now);
}

void Questions::on(sansio::ConnectFailed const& failed, sansio::Time now) {
    auto const stream = streams_.extract(failed.connection);
    if (!stream.empty()) take_failure(stream.mapped().id, now);
}

void Questions::on(sansio::Closed const& closed, sansio::Time now) {
    auto const stream = streams_.extract(closed.connection);
    if (!stream.empty()) take_failure(stream.mapped().id, now);
}

void Questions::take_packet(std::span<std::byte const> packet, sansio::Time now) {
    using Code = internet::DnsAnswer::Code;
    auto response = internet::parse_response(packet);
    if (!response) return;
    auto const found = open_.find(response->id);
    if (found == open_.end() || found->second.type != response->type ||
        !sansio::equal_ignoring_case(found->second.name, response->name))
        return;
    auto& [id, question] = *found;
    if (response->truncated && !question.over_tcp) return ask_over_tcp(id, question);
    auto const code = response->answer.code;
    if (code != Code::no_error && code != Code::name_error) return take_failure(id, now);
    bool const is_absent = response->answer.records.empty();
    finish(id, is_absent ? Reply::Outcome::absent : Reply::Outcome::records,
           std::move(response->answer.records), now);
}

void Questions::expire(sansio::Time now) {
    std::vector<std::uint16_t> due;
    for (auto const& [id, question] : open_)
        if (question.due <= now) due.push_back(id);
    for (auto const id : due) {
        auto& question = open_.at(id);
        bool const is_over = now - question.asked >= settings_.timeout;
        if (!is_over)
            transmit(id, question, now);
        else
            finish(id, question.failures > 0 ? Reply::Outcome::server_failed : Reply::Outcome::no_answer, {},
                   now);
    }
}

std::optional<sansio::Time> Questions::next_deadline() const {
    std::optional<sansio::Time> next;
    for (auto const& [id, question] : open_)
        if (!next || question.due < *next) next = question.due;
    return next;
}

std::optional<sansio::Action> Questions::poll_action() {
    if (actions_.empty()) return std::nullopt;
    auto action = std::move(actions_.front());
    actions_.pop_front();
    return action;
}

std::optional<Reply> Questions::poll_reply() {
    if (replies_.empty()) return std::nullopt;
    auto reply = std::move(replies_.front());
    replies_.pop_front();
    return reply;
}

std::span<std::byte const> Questions::unsent(sansio::ConnectionId connection) const {
    auto const found = streams_.find(connection);
    return found == streams_.end() ? std::span<std::byte const>{} : found->second.out.bytes();
}

void Questions::sent(sansio::ConnectionId connection, std::size_t count) {
    auto const found = streams_.find(connection);
    if (found != streams_.end()) found->second.out.consume(count);
}

sansio::Endpoint const& Questions::resolver_of(Question const& question) const {
    return settings_.resolvers[(question.tries - 1) % settings_.resolvers.size()];
}

void Questions::transmit(std::uint16_t id, Question& question, sansio::Time now) {
    auto const tries = std::max(settings_.tries, static_cast<std::uint32_t>(settings_.resolvers.size()));
    ++question.tries;
    question.over_tcp = false;
    // The last try has what is left, so that a question never takes longer than its time.
    auto const end = question.asked + settings_.timeout;
    question.due = question.tries >= tries ? end : std::min(end, now + settings_.timeout / tries);
    auto packet = internet::pack(internet::DnsQuery{id, question.name, question.type});
    if (packet.empty()) return;  // no domain name: the same end as a silent resolver
    auto const& resolver = resolver_of(question);
    sansio::SendDatagram datagram{is_v6(resolver) ? socket_v6 : socket_v4, resolver, std::move(packet)};
    if (sockets_[datagram.socket])
        actions_.emplace_back(std::move(datagram));
    else
        before_they_open_.push_back(std::move(datagram));
}

void Questions::ask_over_tcp(std::uint16_t id, Question& question) {
    question.over_tcp = true;
    auto const packet = internet::pack(internet::DnsQuery{id, question.name, question.type});
    sansio::ConnectionId const connection{first_connection + connections_++};
    auto& stream = streams_[connection];
    stream.id = id;
    stream.out.append(static_cast<char>(packet.size() >> 8U));
    stream.out.append(static_cast<char>(packet.size() & 0xffU));
    stream.out.append(std::string_view(packet));
    actions_.emplace_back(
        sansio::Connect{connection, resolver_of(question), settings_.local, sansio::plain_tcp, {}});
}

/// The next resolver is asked at once; when each has failed, that is the answer.
void Questions::take_failure(std::uint16_t id, sansio::Time now) {
    auto const found = open_.find(id);
    if (found == open_.end()) return;
    auto& question = found->second;
    if (++question.failures >= settings_.resolvers.size() || now - question.asked >= settings_.timeout)
        return finish(id, Reply::Outcome::server_failed, {}, now);
    transmit(id, question, now);
}

void Questions::finish(std::uint16_t id, Reply::Outcome outcome, std::vector<internet::DnsRecord> records,
                       sansio::Time now) {
    auto const question = open_.extract(id);
    for (auto stream = streams_.begin(); stream != streams_.end();) {
        auto const connection = (stream++)->first;
        if (streams_.at(connection).id == id) end_stream(connection);
    }
    replies_.push_back(
        {question.mapped().number, outcome, std::move(records), now - question.mapped().asked});
}

void Questions::end_stream(sansio::ConnectionId connection) {
    streams_.erase(connection);
    actions_.emplace_back(sansio::Close{connection, sansio::Close::Way::abort});
}

}  // namespace check
