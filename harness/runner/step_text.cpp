#include "harness/runner/step_text.hpp"

#include <algorithm>

#include "harness/runner/match.hpp"
#include "harness/runner/text.hpp"
#include "sansio/wall_time.hpp"

namespace runner {
namespace {

std::string machine(script::Machine const& machine) {
    return (machine.kind == script::Machine::Kind::edge ? "the edge of " : "the server of ") + machine.owner;
}

std::string_view fault_text(script::CertificateChange::Fault fault) {
    using Fault = script::CertificateChange::Fault;
    switch (fault) {
        case Fault::none:
            return "good";
        case Fault::expired:
            return "expired";
        case Fault::not_yet_valid:
            return "not yet valid";
        case Fault::wrong_name:
            return "for another host";
        case Fault::stranger:
            return "by an authority that nobody trusts";
        case Fault::no_client_usage:
            return "not for clients";
        case Fault::no_server_usage:
            return "not for servers";
        case Fault::sip_usage:
            return "for SIP only";
        case Fault::sip_and_mail_usage:
            return "for SIP and for mail";
        case Fault::any_usage:
            return "for any use";
        case Fault::foreign_usage:
            return "for mail only";
        case Fault::no_alternative_name:
            return "without subjectAltName";
        case Fault::domain_only:
            return "for the domain, not for the host";
        case Fault::not_shown:
            return "not shown";
        case Fault::renewed:
            return "renewed";
        case Fault::intermediate:
            return "by an intermediate authority";
        case Fault::no_intermediate:
            return "sent without its intermediate authority";
    }
    return "good";
}

/// A script on one line.
std::string one_line(std::string const& script) {
    std::string text;
    for (std::size_t start = 0; start < script.size();) {
        std::size_t const end = std::min(script.find('\n', start), script.size());
        std::size_t const first = script.find_first_not_of(" \t\r", start);
        if (first < end) text += (text.empty() ? "" : "; ") + script.substr(first, end - first);
        start = end + 1;
    }
    return text;
}

std::string delivery(script::Delivery const& delivery) {
    using Share = script::Delivery::Share;
    std::string text;
    if (delivery.share == Share::half) text += ", half of it";
    if (delivery.share == Share::head) text += ", its head only";
    if (delivery.share == Share::first) text += ", the first " + std::to_string(delivery.first) + " bytes";
    if (delivery.single_bytes) text += " byte by byte";
    if (delivery.records > 1) text += " in " + std::to_string(delivery.records) + " pieces";
    if (!delivery.connection.empty()) text += " on the connection of \"" + delivery.connection + "\"";
    return text;
}

std::string interruption(script::Interrupt const& step) {
    using Kind = script::Interrupt::Kind;
    switch (step.kind) {
        case Kind::freeze:
            return step.partner + " stops reading";
        case Kind::thaw:
            return step.partner + " reads again";
        case Kind::cut:
            return "the network between the edge and " + step.partner + " is cut";
        case Kind::hold:
            return "packets between the edge and " + step.partner + " wait";
        case Kind::release:
            return "packets between the edge and " + step.partner + " pass again";
        case Kind::heal:
            return "the network is whole again";
    }
    return {};
}

/// "connection", "connection \"c1\""
std::string named(std::string const& connection) {
    return connection.empty() ? "a connection" : "the connection \"" + connection + "\"";
}

struct Sentence {
    std::string operator()(script::Im const& step) const {
        return step.from.name + " says " + quoted(step.text) + " to " + step.to.name + " in their session";
    }
    std::string operator()(script::Bye const& step) const {
        return step.from.name + " ends the session with " + step.to.name;
    }
    std::string operator()(script::Page const& step) const {
        return step.from.name + " sends " + quoted(step.text) + " to " + step.to.name +
               " outside of any session";
    }
    std::string operator()(script::Options const& step) const {
        return step.from.name + " asks " + step.to.name + " for OPTIONS and is answered " +
               std::to_string(step.status);
    }
    std::string operator()(script::Send const& step) const {
        bool const literal = !step.writing.literals.empty();
        std::string text = step.from.name + " sends " + (literal ? "a message as written" : step.method);
        if (!step.to.name.empty()) text += " to " + step.to.name;
        if (!step.dialog.empty()) text += " in the dialog of \"" + step.dialog + "\"";
        if (!step.of.empty()) text += " of \"" + step.of + "\"";
        return text + delivery(step.writing.delivery);
    }
    std::string operator()(script::Expect const& step) const { return "expect " + wanted(step); }
    std::string operator()(script::Answer const& step) const {
        return "\"" + step.of + "\" is answered " +
               (step.status == 0 ? std::string("as written") : std::to_string(step.status)) +
               (step.tag.empty() ? "" : " with the tag " + step.tag) + delivery(step.writing.delivery);
    }
    std::string operator()(script::Again const& step) const {
        return "\"" + step.of + "\" is sent again" + delivery(step.delivery);
    }
    std::string operator()(script::Connect const& step) const {
        return step.from.name + " opens " + std::to_string(step.count) +
               (step.count == 1 ? " connection" : " connections") + (step.tls ? "" : " without TLS") +
               (step.certificate ? "" : " without a certificate");
    }
    std::string operator()(script::CloseConnection const& step) const {
        return step.from.name + " ends " +
               (step.connection.empty() ? "its connections" : named(step.connection)) +
               (step.way == script::CloseConnection::Way::reset ? " with a reset" : "");
    }
    std::string operator()(script::Closed const& step) const {
        return "the edge ends " + named(step.connection) + " with " + step.at.name;
    }
    std::string operator()(script::Connected const& step) const {
        return "a connection between the edge and " + step.at.name + " comes to be";
    }
    std::string operator()(script::Pong const& step) const {
        if (!step.at_most) return "CRLF comes to " + step.at.name;
        return "no more than " + std::to_string(*step.at_most) + " CRLFs have come to " + step.at.name;
    }
    std::string operator()(script::Connections const& step) const {
        return "the edge never had more than " + std::to_string(step.at_most) + " connections to " +
               step.at.name;
    }
    std::string operator()(script::EdgeHolds const& step) const {
        std::string text = "the edge holds no more than ";
        if (step.bytes_at_most) text += std::to_string(*step.bytes_at_most) + " bytes";
        if (step.bytes_at_most && step.connections_at_most) text += " and ";
        if (step.connections_at_most) text += std::to_string(*step.connections_at_most) + " connections";
        return text;
    }
    std::string operator()(script::Interrupt const& step) const { return interruption(step); }
    std::string operator()(script::Traffic const& step) const {
        std::string text;
        for (auto const& flow : step.flows)
            text += (text.empty() ? "" : ", and ") + flow.from.name + " sends " + std::to_string(flow.each) +
                    " messages to each of " + std::to_string(flow.to.size());
        return text;
    }
    std::string operator()(script::ByHand const& step) const {
        return step.methods.empty() ? step.at + " answers by itself again" : step.at + " answers by hand";
    }
    std::string operator()(script::TlsChange const& step) const {
        return "the TLS settings of " + step.partner + " change";
    }
    std::string operator()(script::Silence const& step) const {
        return "nothing arrives at " + step.at.name + " for " + to_text(step.duration);
    }
    std::string operator()(script::Refused const& step) const {
        return step.method + " from " + step.from.name + " to " + step.to.name + " is refused with " +
               std::to_string(step.status) + " by " + (step.by.empty() ? "the edge" : step.by);
    }
    std::string operator()(script::NoConnection const& step) const {
        return "a connection from " + step.from.name + " to " + step.to.name + " comes to nothing";
    }
    std::string operator()(script::Kill const& step) const { return "kill " + machine(step.machine); }
    std::string operator()(script::Start const& step) const { return "start " + machine(step.machine); }
    std::string operator()(script::Restart const& step) const { return "restart " + machine(step.machine); }
    std::string operator()(script::Shell const& step) const {
        return (step.as.empty() ? "" : "as " + step.as + ": ") + one_line(step.script) +
               (step.refused ? " (refused)" : "");
    }
    std::string operator()(script::DnsChange const& step) const {
        return "the DNS records of " + step.partner + " change";
    }
    std::string operator()(script::CertificateChange const& step) const {
        std::string text =
            "the certificate of " + machine(step.of) + " is " + std::string(fault_text(step.fault));
        if (step.names) {
            text += " and names " + std::string(step.names->dns_names.empty() ? "no host" : "");
            for (auto const& name : step.names->dns_names)
                text += (&name == &step.names->dns_names.front() ? "" : ", ") + name;
            for (auto const& uri : step.names->uris) text += ", " + uri;
        }
        return text + (step.at_once ? " from now on" : " from its next start on");
    }
    std::string operator()(script::MoveClock const& step) const {
        return step.to ? "the calendar moves to " + sansio::to_string(*step.to)
                       : "the calendar moves by " + to_text(step.by.value_or(sansio::Duration{}));
    }
    std::string operator()(script::Wait const& step) const { return "wait " + to_text(step.duration); }
    std::string operator()(script::Slow const& step) const {
        return step.partner +
               (step.answers_after ? " answers after " + to_text(*step.answers_after) : " no longer answers");
    }
    std::string operator()(script::Repeat const& step) const { return std::to_string(step.times) + " times"; }
    std::string operator()(script::Parallel const& step) const {
        return std::to_string(step.roles.size()) + " roles at the same time";
    }
    std::string operator()(script::OneOf const& step) const {
        std::string text = "one of";
        for (auto const& way : step.ways)
            text += (&way == &step.ways.front() ? ": " : "; ") + step_text(way.front());
        return text;
    }
    std::string operator()(script::InAnyOrder const& step) const {
        std::string text = "in any order";
        for (auto const& expect : step.expects)
            text += (&expect == &step.expects.front() ? ": " : "; ") + wanted(expect);
        return text;
    }
};

}  // namespace

std::string step_text(script::Step const& step) {
    return std::visit(Sentence{}, step.what);
}

}  // namespace runner
