// <given>: what holds before the story begins.
#include <algorithm>

#include "harness/script/parts.hpp"

namespace script {
namespace {

using Fault = CertificateChange::Fault;
constexpr std::size_t common_name_max = 64;  // RFC 5280 §A.1 ub-common-name

constexpr Word<Fault> fault_words[] = {
    {"none", Fault::none},
    {"expired", Fault::expired},
    {"not-yet-valid", Fault::not_yet_valid},
    {"wrong-name", Fault::wrong_name},
    {"stranger", Fault::stranger},
    {"no-client-usage", Fault::no_client_usage},
    {"no-server-usage", Fault::no_server_usage},
    {"sip-usage", Fault::sip_usage},
    {"sip-and-mail-usage", Fault::sip_and_mail_usage},
    {"any-usage", Fault::any_usage},
    {"foreign-usage", Fault::foreign_usage},
    {"no-alternative-name", Fault::no_alternative_name},
    {"domain-only", Fault::domain_only},
    {"not-shown", Fault::not_shown},
    {"renewed", Fault::renewed},
    {"intermediate", Fault::intermediate},
    {"no-intermediate", Fault::no_intermediate},
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
    element.allow({"as", "refused"});
    element.allow_children({});
    Shell shell{element.find("as").value_or(""), std::string(trim(element.text())), element.text_place()};
    if (element.has("refused")) shell.refused = element.required("refused");
    if (shell.script.empty())
        element.report("<shell> holds no command");
    else if (options.script_faults && !shell.refused)
        for (auto& [place, message] : options.script_faults(shell.script, shell.place))
            element.report_at(place, std::move(message));
    return shell;
}

CertificateChange read_certificate(Element const& element, Names const& names) {
    element.allow({"partner", "edge", "fault", "now", "names", "uris", "common-name"});
    element.allow_nothing_inside();
    CertificateChange change{names.machine(element)};
    change.at_once = element.yes("now");
    if (element.has("names") || element.has("uris") || element.has("common-name")) {
        change.names = {element.find("common-name").value_or(""), element.list("names"),
                        element.list("uris")};
        if (element.has("names")) element.required("names");
        if (change.names->dns_names == std::vector<std::string>{"none"}) change.names->dns_names.clear();
        if (change.names->common_name.size() > common_name_max)
            element.report("common-name",
                           "a common name has " + std::to_string(common_name_max) + " letters at most");
    } else {
        element.required("fault");
    }
    change.fault = element.word<Fault>("fault", std::span<Word<Fault> const>(fault_words), Fault::none);
    return change;
}

TlsChange read_tls(Element const& element, Names const& names) {
    using Version = TlsChange::Version;
    constexpr Word<Version> versions[] = {{"1.0", Version::tls1_0},
                                          {"1.1", Version::tls1_1},
                                          {"1.2", Version::tls1_2},
                                          {"1.3", Version::tls1_3}};
    element.allow({"partner", "min", "max", "trusts-edge", "tickets"});
    element.allow_nothing_inside();
    TlsChange change;
    change.partner = names.partner(element, "partner");
    change.version_min =
        element.word<Version>("min", std::span<Word<Version> const>(versions), Version::usual);
    change.version_max =
        element.word<Version>("max", std::span<Word<Version> const>(versions), Version::usual);
    if (change.version_min != Version::usual && change.version_max != Version::usual &&
        change.version_min > change.version_max)
        element.report("min", "min is above max: no version is left");
    change.trusts_edge = element.word<bool>("trusts-edge", {{"true", true}, {"false", false}}, true);
    change.session_tickets = element.yes("tickets");
    return change;
}

ByHand read_by_hand(Element const& element, Names const& names) {
    element.allow({"at", "methods"});
    element.allow_nothing_inside();
    element.required("methods");
    ByHand by_hand{names.whole(element, "at"), element.list("methods")};
    if (by_hand.methods == std::vector<std::string>{"none"}) by_hand.methods.clear();
    for (auto const& method : by_hand.methods)
        if (!is_token(method) || method == "none")
            element.report("methods",
                           "methods are words such as INVITE, or none alone; \"" + method + "\" is not one");
    return by_hand;
}

Given read_given(Element const& given, Names const& names, ReadOptions const& options) {
    given.allow({});
    given.allow_children({"clock", "shell", "dns", "certificate", "tls", "link", "by-hand"});
    given.allow_no_text();
    Given read;
    for (auto const& element : given.children()) {
        if (element.name() == "shell") {
            read.shells.push_back(read_shell(element, options));
            if (read.shells.back().refused)
                element.report("refused", "what is refused belongs into the story: nothing is given by it");
        } else if (element.name() == "dns")
            read.dns.push_back(read_dns(element, names));
        else if (element.name() == "certificate")
            read.certificates.push_back(read_certificate(element, names));
        else if (element.name() == "tls")
            read.tls.push_back(read_tls(element, names));
        else if (element.name() == "by-hand")
            read.by_hand.push_back(read_by_hand(element, names));
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
