#include "reports/pcapng.hpp"

#include <algorithm>
#include <map>
#include <optional>

#include "reports/bytes_text.hpp"
#include "reports/message_end.hpp"
#include "reports/pcapng_blocks.hpp"
#include "reports/tcp_conversation.hpp"
#include "sansio/wall_time.hpp"

namespace reports {
namespace {

constexpr std::uint16_t sip_port = 5060;
constexpr std::size_t client_port_first = 40000;
constexpr std::size_t client_ports = 20000;
constexpr std::size_t addresses = 254;  // of a /24

struct Packet {
    sansio::WallTime at{};
    std::string bytes;
    std::vector<std::string> remarks;
};

/// Gives each party an address: those of the ladder's columns first, in their order.
class Parties {
public:
    explicit Parties(std::vector<std::string> columns) : names_(std::move(columns)) {}

    std::size_t column(std::string const& name) {
        auto const found = std::ranges::find(names_, name);
        if (found != names_.end()) return static_cast<std::size_t>(found - names_.begin());
        names_.push_back(name);
        return names_.size() - 1;
    }
    static blocks::Ipv4Address address(std::size_t column) {
        return {192, 0, 2, static_cast<std::uint8_t>(1 + column % addresses)};
    }
    std::vector<std::pair<blocks::Ipv4Address, std::string>> names() const {
        std::vector<std::pair<blocks::Ipv4Address, std::string>> names;
        for (std::size_t column = 0; column < std::min(names_.size(), addresses); ++column)
            names.emplace_back(address(column), names_[column]);
        return names;
    }

private:
    std::vector<std::string> names_;
};

class Capture {
public:
    Capture(RunHeader const& header, ScenarioRecord const& scenario)
        : scenario_(scenario),
          start_(sansio::parse_wall_time(header.date).value_or(sansio::WallTime{})),
          parties_(scenario.start.parties),
          now_(start_) {
        remarks_.push_back(scenario.start.id + ": " + printable_line(scenario.start.title));
        if (!scenario.outcome) return;
        auto const& outcome = *scenario.outcome;
        remarks_.push_back(std::string(to_string(outcome.verdict)) +
                           (outcome.reason.empty() ? "" : ": " + printable(outcome.reason)));
        if (!outcome.rerun.empty()) remarks_.push_back("again: " + printable_line(outcome.rerun));
    }

    std::string file(std::string const& version) {
        for (std::size_t index = 0; index < scenario_.entries.size(); ++index) {
            // An entry without a time happened when the one before it did.
            if (auto const at = scenario_.time_of(index)) now_ = start_ + *at;
            std::visit([this](auto const& entry) { add(entry); }, scenario_.entries[index]);
        }
        for (auto& [pair, talk] : talks_) put(talk.conversation.close());
        std::string text = blocks::section_header("fedproof " + version, remarks_) +
                           blocks::interface_description("fedproof", blocks::link_type_raw_ip) +
                           blocks::name_resolution(parties_.names());
        for (auto const& packet : packets_)
            text += blocks::enhanced_packet(packet.at, packet.bytes, packet.remarks);
        return text;
    }

private:
    using Pair = std::pair<std::size_t, std::size_t>;
    struct Talk {
        std::size_t client = 0;  // its column
        TcpConversation conversation;
    };

    void add(Message const& message) {
        std::size_t const from = parties_.column(message.from);
        std::size_t const to = parties_.column(message.to);
        Pair const pair = std::minmax(from, to);
        auto found = talks_.find(pair);
        if (found == talks_.end()) found = talks_.emplace(pair, open(from, to)).first;
        Talk& talk = found->second;
        put(talk.conversation.send(from == talk.client, message.bytes));
        if (tells_its_end(message.bytes)) return;
        put(talk.conversation.close());
        talks_.erase(found);
    }
    void add(Occurrence const& occurrence) {
        remark(occurrence.party + ": " + printable_line(occurrence.text));
    }
    void add(Step const& step) {
        std::string text = "step " + std::to_string(step.number) +
                           (step.line == 0 ? "" : " (line " + std::to_string(step.line) + ")") + ", " +
                           (step.passed ? "passed" : "failed") + ": " + printable(step.text);
        if (!step.passed)
            text += "\nexpected: " + printable(step.expected) + "\nseen: " + printable(step.seen);
        remark(std::move(text));
    }

    Talk open(std::size_t from, std::size_t to) {
        auto const client_port = static_cast<std::uint16_t>(client_port_first + opened_++ % client_ports);
        Talk talk{from,
                  TcpConversation({Parties::address(from), client_port}, {Parties::address(to), sip_port})};
        put(talk.conversation.open());
        return talk;
    }
    void put(std::vector<std::string> packets) {
        for (auto& packet : packets) packets_.push_back({now_, std::move(packet), {}});
    }
    void remark(std::string text) {
        (packets_.empty() ? remarks_ : packets_.back().remarks).push_back(std::move(text));
    }

    ScenarioRecord const& scenario_;
    sansio::WallTime start_;
    Parties parties_;
    sansio::WallTime now_;
    std::vector<std::string> remarks_;
    std::map<Pair, Talk> talks_;
    std::size_t opened_ = 0;
    std::vector<Packet> packets_;
};

}  // namespace

std::string pcapng(RunHeader const& header, ScenarioRecord const& scenario) {
    return Capture(header, scenario).file(header.version);
}

std::string pcapng_file_name(ScenarioStart const& start) {
    std::string name = start.id;
    std::ranges::replace(name, '/', '-');
    return name + (start.round == 1 ? "" : "-" + std::to_string(start.round)) + ".pcapng";
}

}  // namespace reports
