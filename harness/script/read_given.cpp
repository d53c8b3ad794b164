// <given>: what holds before the story begins.
#include <algorithm>

#include "harness/script/parts.hpp"
#include "sansio/domain_name.hpp"

namespace script {
namespace {

using Fault = CertificateChange::Fault;
constexpr Word<Fault> fault_words[] = {
    {"none", Fault::none},
    {"expired", Fault::expired},
    {"not-yet-valid", Fault::not_yet_valid},
    {"wrong-name", Fault::wrong_name},
    {"stranger", Fault::stranger},
    {"no-client-usage", Fault::no_client_usage},
    {"no-server-usage", Fault::no_server_usage},
    {"no-alternative-name", Fault::no_alternative_name},
    {"domain-only", Fault::domain_only},
    {"not-shown", Fault::not_shown},
};

Link read_link(Element const& element, Names const& names) {
    element.allow({"from", "to", "latency", "jitter", "loss"});
    element.allow_nothing_inside();
    Link link{names.whole(element, "from"), names.whole(element, "to"), {}, {}, 0, element.place()};
    if (!link.from.empty() && link.from == link.to) element.report("to", "a link has two ends");
    link.latency = element.duration("latency").value_or(sansio::Duration{});
    link.jitter = element.duration("jitter").value_or(sansio::Duration{});
    if (auto const loss = element.find("loss")) {
        // "0.1%" to "100%": one digit behind the point, so that a run never depends on floating point.
        std::string_view text = *loss;
        std::uint32_t permille = 0;
        bool sound = text.size() >= 2 && text.size() <= 6 && text.ends_with('%');
        if (sound) text.remove_suffix(1);
        auto const point = text.find('.');
        auto const whole = text.substr(0, point);
        auto const tenth = point == std::string_view::npos ? std::string_view("0") : text.substr(point + 1);
        sound = sound && !whole.empty() && tenth.size() == 1;
        for (char const digit : std::string(whole) + std::string(tenth)) {
            sound = sound && digit >= '0' && digit <= '9';
            permille = permille * 10 + static_cast<std::uint32_t>(digit - '0');
        }
        if (!sound || permille > 1000)
            element.report("loss", "loss is a share such as 5% or 0.5%, not \"" + *loss + "\"");
        else
            link.loss_permille = permille;
    }
    return link;
}

}  // namespace

std::string_view to_text(CertificateChange::Fault fault) {
    for (auto const& [word, value] : fault_words)
        if (value == fault) return word;
    return "none";
}

Shell read_shell(Element const& element, ReadOptions const& options) {
    element.allow({"as"});
    element.allow_children({});
    Shell shell{element.find("as").value_or(""), std::string(trim(element.text())), element.text_place()};
    if (shell.script.empty())
        element.report("<shell> holds no command");
    else if (options.script_faults)
        for (auto& [place, message] : options.script_faults(shell.script, shell.place))
            element.report_at(place, std::move(message));
    return shell;
}

DnsChange read_dns(Element const& element, Names const& names) {
    element.allow({"of", "srv", "port", "address"});
    element.allow_nothing_inside();
    DnsChange change;
    change.partner = names.partner(element, "of");
    if (auto const srv = element.find("srv"); srv && *srv == "missing") {
        change.srv = DnsChange::Srv::missing;
    } else if (srv && *srv != "usual") {
        change.srv = DnsChange::Srv::other;
        change.target = *srv;
        if (!sansio::is_domain_name(*srv))
            element.report("srv", "srv is usual, missing or the name that the record shall hold");
    }
    if (auto const port = element.number("port", 1, 65535)) change.port = static_cast<std::uint16_t>(*port);
    change.address = element.word<bool>("address", {{"usual", true}, {"missing", false}}, true);
    if (change.srv == DnsChange::Srv::missing && (change.port || !change.address))
        element.report("without an SRV record neither port nor address is asked for");
    return change;
}

CertificateChange read_certificate(Element const& element, Names const& names) {
    element.allow({"partner", "edge", "fault"});
    element.allow_nothing_inside();
    element.required("fault");
    return {names.machine(element),
            element.word<Fault>("fault", std::span<Word<Fault> const>(fault_words), Fault::none)};
}

Given read_given(Element const& given, Names const& names, ReadOptions const& options) {
    given.allow({});
    given.allow_children({"clock", "shell", "dns", "certificate", "link"});
    given.allow_no_text();
    Given read;
    for (auto const& element : given.children()) {
        if (element.name() == "shell")
            read.shells.push_back(read_shell(element, options));
        else if (element.name() == "dns")
            read.dns.push_back(read_dns(element, names));
        else if (element.name() == "certificate")
            read.certificates.push_back(read_certificate(element, names));
        else if (element.name() == "link")
            read.links.push_back(read_link(element, names));
        else if (element.name() == "clock") {
            element.allow({"to"});
            element.allow_nothing_inside();
            element.required("to");
            if (read.date) element.report("the clock is set twice");
            read.date = element.wall_time("to");
        }
    }
    return read;
}

}  // namespace script
