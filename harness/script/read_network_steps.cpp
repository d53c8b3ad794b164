// <connect>, <close>, <closed>, <connected>, <pong>, <connections>, <edge>, <freeze> and its kin, <traffic>: connections, network and load.
#include <algorithm>
#include <charconv>

#include "harness/script/parts.hpp"

namespace script {
namespace {

using Accept = Names::Accept;

Party whole(Element const& element, std::string_view attribute, Names const& names) {
    auto const id = names.whole(element, attribute);
    return {id, {}, id, true};
}

std::optional<unsigned> parse_number(std::string_view digits) {
    unsigned number = 0;
    auto const parsed = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (parsed.ec != std::errc{} || parsed.ptr != digits.data() + digits.size()) return std::nullopt;
    return number;
}

/// "u2..50" means u2, u3 and so on up to u50; what is no such range means itself.
std::vector<std::string> written_out(std::string const& word) {
    constexpr unsigned names_max = 1'000;
    constexpr std::string_view dots = "..";
    auto const end = word.find(dots);
    if (end == std::string::npos || end == 0) return {word};
    auto const letters = word.find_last_not_of("0123456789", end - 1);
    auto const begin = letters == std::string::npos ? 0 : letters + 1;
    std::string_view const text = word;
    auto const first_digits = text.substr(begin, end - begin);
    // Whoever writes u02..05 means u02 and not u2.
    if (first_digits.size() > 1 && first_digits.front() == '0') return {word};
    auto const first = parse_number(first_digits);
    auto const last = parse_number(text.substr(end + dots.size()));
    if (!first || !last || *first > *last || *last - *first >= names_max) return {word};
    std::vector<std::string> names;
    for (unsigned i = 0; i <= *last - *first; ++i)
        names.push_back(word.substr(0, begin) + std::to_string(*first + i));
    return names;
}

Flow read_flow(Element const& element, Names const& names) {
    element.allow(
        {"from", "to", "each", "every", "status", "p50", "p99", "max", "within", "label", "p99-of"});
    element.allow_nothing_inside();
    Flow flow;
    flow.place = element.place();
    flow.from = names.party(element, "from", Accept::user);
    element.required("to");
    std::vector<std::string> receivers;
    for (auto const& word : element.list("to"))
        std::ranges::move(written_out(word), std::back_inserter(receivers));
    for (auto const& name : receivers) {
        auto const user = names.user(name);
        if (user.name.empty())
            element.report("to", "nobody in the cast is called \"" + name + "\"");
        else if (names.is_inside(user) == names.is_inside(flow.from) && !flow.from.name.empty())
            element.report(
                "to", flow.from.name + " and " + name + " sit on the same side; nothing passes the edge");
        flow.to.push_back(user);
    }
    flow.each = element.number("each", 1, 100'000).value_or(1);
    flow.every = element.duration("every").value_or(sansio::Duration{});
    auto const status = element.find("status").value_or("200");
    if (status == "any-or-none")
        flow.may_be_lost = true;
    else if (status != "any")
        flow.status = element.has("status") ? element.number("status", 200, 699) : std::optional(200U);
    flow.p50 = element.duration("p50");
    flow.p99 = element.duration("p99");
    flow.max = element.duration("max");
    flow.within = element.duration("within");
    flow.label = read_label(element);
    flow.p99_of = read_label(element, "p99-of");
    return flow;
}

}  // namespace

Connect read_connect(Element const& element, Names const& names) {
    using Outcome = Connect::Outcome;
    element.allow({"from", "label", "count", "certificate", "tls", "outcome", "within"});
    element.allow_nothing_inside();
    Connect connect;
    connect.from = whole(element, "from", names);
    element.required("label");
    connect.name = read_label(element);
    connect.count = element.number("count", 1, 20'000).value_or(1);
    connect.certificate = element.word<bool>("certificate", {{"usual", true}, {"none", false}}, true);
    connect.tls = element.word<bool>("tls", {{"usual", true}, {"none", false}}, true);
    connect.outcome = element.word<Outcome>(
        "outcome", {{"open", Outcome::open}, {"refused", Outcome::refused}, {"any", Outcome::any}},
        Outcome::open);
    connect.within = element.duration("within");
    if (!connect.tls && element.has("certificate"))
        element.report("certificate", "without TLS there is no certificate");
    return connect;
}

CloseConnection read_close(Element const& element, Names const& names) {
    using Way = CloseConnection::Way;
    element.allow({"from", "on", "how"});
    element.allow_nothing_inside();
    return {whole(element, "from", names), read_label(element, "on"),
            element.word<Way>("how", {{"in-order", Way::in_order}, {"reset", Way::reset}}, Way::in_order)};
}

Closed read_closed(Element const& element, Names const& names) {
    using Way = Closed::Way;
    element.allow({"at", "on", "how", "within", "not-before"});
    element.allow_nothing_inside();
    return {whole(element, "at", names), read_label(element, "on"),
            element.word<Way>("how", {{"any", Way::any}, {"in-order", Way::in_order}, {"reset", Way::reset}},
                              Way::any),
            element.duration("within"), element.duration("not-before")};
}

Connected read_connected(Element const& element, Names const& names) {
    element.allow({"at", "label", "resumed", "within"});
    element.allow_nothing_inside();
    Connected connected{whole(element, "at", names), read_label(element), std::nullopt,
                        element.duration("within")};
    if (element.has("resumed")) connected.resumed = element.yes("resumed");
    return connected;
}

Pong read_pong(Element const& element, Names const& names) {
    element.allow({"at", "on", "within", "at-most"});
    element.allow_nothing_inside();
    if (element.has("within") && element.has("at-most"))
        element.report("at-most", "at-most speaks of what came before; there is nothing to wait for");
    return {whole(element, "at", names), read_label(element, "on"), element.duration("within"),
            element.number("at-most", 0, 1'000'000)};
}

Connections read_connections(Element const& element, Names const& names) {
    element.allow({"at", "at-most"});
    element.allow_nothing_inside();
    element.required("at-most");
    return {whole(element, "at", names), element.number("at-most", 0, 20'000).value_or(0)};
}

EdgeHolds read_edge_holds(Element const& element) {
    element.allow({"bytes-at-most", "connections-at-most", "within"});
    element.allow_nothing_inside();
    if (!element.has("bytes-at-most") && !element.has("connections-at-most"))
        element.report("<edge> checks nothing: it needs bytes-at-most or connections-at-most");
    if (element.has("within") && !element.has("connections-at-most"))
        element.report("within", "only connections can be waited for");
    return {element.number("bytes-at-most", 0, 1'000'000'000),
            element.number("connections-at-most", 0, 100'000), element.duration("within")};
}

Interrupt read_interrupt(Element const& element, Names const& names) {
    using Kind = Interrupt::Kind;
    constexpr std::pair<std::string_view, Kind> kinds[] = {{"freeze", Kind::freeze},   {"thaw", Kind::thaw},
                                                           {"cut", Kind::cut},         {"hold", Kind::hold},
                                                           {"release", Kind::release}, {"heal", Kind::heal}};
    Interrupt interrupt;
    for (auto const& [name, kind] : kinds)
        if (name == element.name()) interrupt.kind = kind;
    element.allow_nothing_inside();
    if (interrupt.kind == Kind::heal) {
        element.allow({});
        return interrupt;
    }
    element.allow({"partner"});
    interrupt.partner = names.partner(element, "partner");
    return interrupt;
}

Traffic read_traffic(Element const& element, Names const& names) {
    element.allow({});
    element.allow_children({"flow"});
    element.allow_no_text();
    Traffic traffic;
    for (auto const& child : element.children("flow")) traffic.flows.push_back(read_flow(child, names));
    if (traffic.flows.empty()) element.report("<traffic> holds at least one <flow>");
    return traffic;
}

}  // namespace script
