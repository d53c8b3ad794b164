#include "harness/targets/target.hpp"

#include <algorithm>
#include <set>

#include "harness/script/xml.hpp"
#include "harness/targets/needs.hpp"
#include "sansio/domain_name.hpp"
#include "sansio/suggest.hpp"

namespace targets {
namespace {

using script::Element;

constexpr std::uint32_t ceiling_max = 1'000'000;
constexpr sansio::Duration hook_within_max = std::chrono::minutes{10};

std::string quoted(std::string_view word) {
    return "\"" + std::string(word) + "\"";
}

std::string joined(std::string_view folder, std::string_view name) {
    if (folder.empty() || name.starts_with('/')) return std::string(name);
    return std::string(folder) + "/" + std::string(name);
}

std::string lower(std::string text) {
    std::ranges::transform(text, text.begin(), [](char letter) {
        return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
    });
    return text;
}

std::optional<sansio::Endpoint> read_endpoint(Element const& element) {
    auto const text = element.find("endpoint");
    if (!text) return std::nullopt;
    auto const endpoint = sansio::Endpoint::parse(*text);
    if (!endpoint)
        element.report("endpoint",
                       "endpoint is " + quoted(*text) + ", not ADDRESS:PORT such as 127.0.1.10:5061");
    return endpoint;
}

std::string read_name(Element const& element, std::string_view attribute) {
    std::string name = lower(element.find(attribute).value_or(""));
    if (element.has(attribute) && !sansio::is_domain_name(name))
        element.report(attribute, quoted(name) + " is not a domain name");
    return name;
}

Side read_side(Element const& element) {
    element.allow({"endpoint", "fqdn"});
    element.allow_nothing_inside();
    if (!element.has("endpoint") && !element.has("fqdn"))
        element.report("<" + std::string(element.name()) +
                       "> says nothing: give endpoint=\"…\" or fqdn=\"…\"");
    return {read_endpoint(element), read_name(element, "fqdn")};
}

Hook read_hook(Element const& element, std::string_view folder) {
    element.allow({"on", "command", "within"});
    element.allow_nothing_inside();
    Hook hook;
    element.required("command");
    hook.command = element.list("command");
    // A program beside the file is meant by "./"; any other name without a slash is not looked for in PATH.
    if (!hook.command.empty() && hook.command.front().find('/') == std::string::npos)
        element.report("command", quoted(hook.command.front()) + " is looked for nowhere: write ./" +
                                      hook.command.front() +
                                      " for a program beside this file, or its whole path");
    else if (!hook.command.empty())
        hook.command.front() = joined(folder, hook.command.front());
    hook.within = element.duration("within").value_or(hook.within);
    if (hook.within <= sansio::Duration{} || hook.within > hook_within_max)
        element.report("within", "within must be more than 0 and at most 10min");
    return hook;
}

void read_hooks(Element const& root, Target& target) {
    std::set<std::string> seen;
    for (auto const& element : root.children("hook")) {
        enum class On : std::uint8_t { start, stop, apply };
        std::string const on = element.required("on");
        auto const which = element.word<On>(
            "on", {{"start", On::start}, {"stop", On::stop}, {"apply", On::apply}}, On::start);
        if (!seen.insert(on).second) element.report("on", "a second hook on " + quoted(on));
        auto& hook = which == On::start ? target.start : which == On::stop ? target.stop : target.apply;
        hook = read_hook(element, target.folder);
    }
}

std::string read_domain(Element const& element) {
    element.required("domain");
    return read_name(element, "domain");
}

Facts read_facts(Element const& element) {
    element.allow({"federation", "discovery"});
    element.allow_children({"own", "allowed", "blocked"});
    element.allow_no_text();
    Facts facts;
    if (element.has("federation")) facts.federation = element.yes("federation");
    facts.discovery = element.yes("discovery");
    for (auto const& child : element.children()) {
        bool const is_allowed = child.name() == "allowed";
        if (is_allowed)
            child.allow({"domain", "proxy-fqdn"});
        else
            child.allow({"domain"});
        child.allow_nothing_inside();
        if (is_allowed)
            facts.allowed.push_back({read_domain(child), read_name(child, "proxy-fqdn")});
        else
            (child.name() == "own" ? facts.own : facts.blocked).push_back(read_domain(child));
    }
    if (facts.own.empty()) element.report("<facts> needs at least one <own domain=\"…\"/>");
    return facts;
}

std::vector<std::string> read_capabilities(Element const& element) {
    element.allow({"has"});
    element.allow_nothing_inside();
    element.required("has");
    auto words = element.list("has");
    auto const known = capability_names();
    for (auto const& word : words)
        if (std::ranges::find(known, word) == known.end())
            element.report("has",
                           "no capability is called " + quoted(word) + sansio::did_you_mean(word, known));
    return words;
}

void read_load(Element const& root, Target& target) {
    bool const permitted = root.word<bool>("load", {{"permitted", true}, {"forbidden", false}}, false);
    auto const ceiling = root.number("ceiling", 1, ceiling_max);
    if (permitted && !root.has("ceiling"))
        root.report("load", "load=\"permitted\" names its limit: ceiling=\"requests a second\"");
    if (!permitted && root.has("ceiling")) root.report("ceiling", "a ceiling goes with load=\"permitted\"");
    if (permitted) target.load_ceiling = ceiling;
}

/// The one element of that name; a second one is reported.
std::optional<Element> only(Element const& root, std::string_view name) {
    auto const found = root.children(name);
    if (found.size() > 1) found[1].report("a second <" + std::string(name) + ">");
    if (found.empty()) return std::nullopt;
    return found.front();
}

}  // namespace

bool Target::can(std::string_view capability) const {
    return std::ranges::find(capabilities, capability) != capabilities.end();
}

sansio::Result<Target, script::Findings> read(std::string_view text, std::string_view file) {
    script::Source source(text, file);
    auto const node = source.parse("target", document_namespace);
    if (!node) return sansio::unexpected(source.take_findings());
    Element const root(node, source);
    root.allow({"name", "load", "ceiling"});
    root.allow_children(
        {"external", "internal", "next-hop", "resolver", "certificates", "capabilities", "hook", "facts"});
    root.allow_no_text();

    Target target;
    target.name = root.required("name");
    auto const slash = file.rfind('/');
    if (slash != std::string_view::npos) target.folder = file.substr(0, slash);
    read_load(root, target);
    if (auto const element = only(root, "external")) target.external = read_side(*element);
    if (auto const element = only(root, "internal")) target.internal = read_side(*element);
    if (auto const element = only(root, "next-hop")) target.next_hop = read_side(*element);
    if (auto const element = only(root, "resolver")) {
        element->allow({"endpoint"});
        element->allow_nothing_inside();
        element->required("endpoint");
        target.resolver = read_endpoint(*element);
    }
    if (auto const element = only(root, "certificates")) {
        element->allow({"folder"});
        element->allow_nothing_inside();
        target.certificates_folder = joined(target.folder, element->required("folder"));
    }
    if (auto const element = only(root, "capabilities")) target.capabilities = read_capabilities(*element);
    read_hooks(root, target);
    if (auto const element = only(root, "facts")) target.facts = read_facts(*element);
    if (target.start.command.empty() && !target.facts)
        root.report(
            "<target> needs a <hook on=\"start\"> that applies what a scenario wants, or <facts> to hold it "
            "against");
    if (target.start.command.empty() && !(target.external.endpoint && target.internal.endpoint))
        root.report(
            "without a <hook on=\"start\"> the target listens somewhere already: <external> and <internal> "
            "need endpoint=\"…\"");
    if (!source.sound()) return sansio::unexpected(source.take_findings());
    return target;
}

}  // namespace targets
