#include "edge/topology/reader.hpp"

#include <algorithm>
#include <array>

#include "edge/topology/document.hpp"
#include "edge/topology/schema.hpp"
#include "sansio/domain_name.hpp"
#include "sansio/suggest.hpp"

namespace topology {
namespace {

std::string tag(std::string_view name) {
    return '<' + std::string(name) + '>';
}

// What one element's attributes must have in common; the offsets are those of the value to blame.
void check(Timers const& timers, Element const& element, Findings& findings) {
    if (timers.t1 > timers.t2) findings.add(element.offset_of("t1"), "t1 should be at most t2");
}
void check(Limits const& limits, Element const& element, Findings& findings) {
    if (limits.soft_cap > limits.hard_cap)
        findings.add(element.offset_of("soft-cap"), "soft-cap should be at most hard-cap");
    if (limits.parked_per_partner > limits.parked_total)
        findings.add(element.offset_of("parked-per-partner"),
                     "parked-per-partner should be at most parked-total");
}
void check(AllowedDomain const& entry, Element const& element, Findings& findings) {
    if (entry.proxy_address && entry.proxy_fqdn.empty())
        findings.add(element.offset_of("proxy-address"),
                     "proxy-address needs proxy-fqdn, the name in the certificate");
}
void check(RouteKeys const& keys, Element const& element, Findings& findings) {
    if (keys.current.empty() && !keys.previous.empty())
        findings.add(element.offset_of("previous"), "<route-keys> needs a current key");
    else if (!keys.current.empty() && keys.current == keys.previous)
        findings.add(element.offset_of("previous"), "previous should differ from current");
}
void check(Border const& border, Element const& element, Findings& findings) {
    if (sansio::equal_ignoring_case(border.verification_header, border.user_data_header))
        findings.add(element.offset_of("user-data-header"),
                     "user-data-header should differ from verification-header");
}
template <class Other>
void check(Other const&, Element const&, Findings&) {}

class Reader {
public:
    Reader(std::string_view text, Findings& findings) : text_(text), findings_(findings) {}

    Topology read(pugi::xml_node node) {
        Element root(node, text_, findings_);
        if (root.name() == "topology")
            read_root(root);
        else
            findings_.add(root.offset(), "the root element should be <topology>");
        return std::move(topology_);
    }

private:
    /// Children of one element: which names are known and which have been seen.
    class Children {
    public:
        Children(Element const& parent, std::span<std::string_view const> known, Findings& findings)
            : parent_(parent), known_(known), findings_(findings) {}

        /// False, with a finding, for an unknown or a repeated name.
        bool admit(Element const& child) {
            if (std::find(known_.begin(), known_.end(), child.name()) == known_.end()) {
                findings_.add(child.offset(), tag(parent_.name()) + " has no element " + tag(child.name()) +
                                                  sansio::did_you_mean(child.name(), known_));
                return false;
            }
            if (has(child.name())) {
                findings_.add(child.offset(), tag(child.name()) + " is given twice");
                return false;
            }
            seen_.push_back(child.name());
            return true;
        }
        void require(std::string_view name) const {
            if (!has(name))
                findings_.add(parent_.offset(), tag(parent_.name()) + " needs an element " + tag(name));
        }

    private:
        bool has(std::string_view name) const {
            return std::find(seen_.begin(), seen_.end(), name) != seen_.end();
        }

        Element const& parent_;
        std::span<std::string_view const> known_;
        Findings& findings_;
        std::vector<std::string_view> seen_;
    };

    void read_root(Element& root) {
        std::string name;
        if (root.required<CommentValue>("xmlns", name) && name != document_namespace)
            findings_.add(root.offset_of("xmlns"), "xmlns should be " + std::string(document_namespace));
        root.finish();
        static constexpr std::array<std::string_view, 11> known{
            "sip-domains", "edge",    "access-edge", "allowed-domains", "blocked-domains", "timers",
            "limits",      "logging", "route-keys",  "border",          "choices"};
        Children sections(root, known, findings_);
        for (pugi::xml_node const node : root.children()) {
            Element section(node, text_, findings_);
            if (sections.admit(section)) read_section(section);
        }
        sections.require("sip-domains");
        sections.require("edge");
    }

    void read_section(Element& element) {
        if (element.name() == "edge") read_edge(element);
        auto const read_if_named = [this, &element](auto const& section) {
            if (element.name() == section.name) read_value(element, topology_.*section.member);
        };
        std::apply([&](auto const&... section) { (read_if_named(section), ...); }, settings);
        std::apply([&](auto const&... section) { (read_if_named(section), ...); }, domain_lists);
    }

    /// An element that has attributes only.
    template <class Value>
    void read_value(Element& element, Value& value) {
        read_attributes(element, value);
        element.finish();
        for (pugi::xml_node const child : element.children())
            findings_.add(static_cast<std::size_t>(child.offset_debug()),
                          tag(element.name()) + " has no elements");
    }

    template <class Value>
    void read_attributes(Element& element, Value& value) {
        for_each_row<Value>([&]<class Kind, class Type>(Row<Kind, Value, Type> const& row) {
            if (row.is_required)
                element.required<Kind>(row.name, value.*row.member);
            else
                element.optional<Kind>(row.name, value.*row.member);
        });
        check(value, element, findings_);
    }

    template <class Entry>
    void read_value(Element& list, DomainTable<Entry>& table) {
        list.finish();
        for (pugi::xml_node const node : list.children()) {
            Element element(node, text_, findings_);
            if (element.name() != "domain") {
                findings_.add(element.offset(), tag(list.name()) + " has no element " + tag(element.name()) +
                                                    ", only <domain>");
                continue;
            }
            Entry entry;
            read_value(element, entry);
            if (entry.domain.empty()) continue;
            check_lists(element, entry);
            std::string const domain = entry.domain;
            if (!table.add(std::move(entry)))
                findings_.add(element.offset_of("name"), domain + " is listed twice");
        }
        bool const is_own = list.name() == "sip-domains";
        if (is_own && table.empty())
            findings_.add(list.offset(), "<sip-domains> needs at least one good <domain>");
    }

    void check_lists(Element const&, OwnDomain const&) {}
    void check_lists(Element const& element, AllowedDomain const& entry) {
        if (topology_.blocked_domains.contains(entry.domain)) report_both_lists(element, entry.domain);
    }
    void check_lists(Element const& element, BlockedDomain const& entry) {
        if (topology_.allowed_domains.contains(entry.domain)) report_both_lists(element, entry.domain);
    }
    void report_both_lists(Element const& element, std::string const& domain) {
        findings_.add(element.offset_of("name"), domain + " is on both lists, allowed and blocked");
    }

    void read_edge(Element& edge) {
        edge.finish();
        static constexpr std::array<std::string_view, 4> known{"external", "internal", "next-hop",
                                                               "certificate"};
        Children parts(edge, known, findings_);
        for (pugi::xml_node const node : edge.children()) {
            Element part(node, text_, findings_);
            if (part.name() == "certificate") {
                read_certificate(part);
            } else if (parts.admit(part)) {
                if (part.name() == "external") read_value(part, topology_.external);
                if (part.name() == "internal") read_value(part, topology_.internal);
                if (part.name() == "next-hop") read_value(part, topology_.next_hop);
            }
        }
        for (std::string_view const name : {"external", "internal", "next-hop"}) parts.require(name);
        for (std::string_view const usage : {external_usage, internal_usage})
            if (std::find(usages_.begin(), usages_.end(), usage) == usages_.end())
                findings_.add(edge.offset(),
                              "<edge> needs a certificate for the usage " + std::string(usage));
        bool const is_complete = topology_.external.listen.port != 0 && topology_.internal.listen.port != 0;
        if (is_complete && topology_.external.listen == topology_.internal.listen)
            findings_.add(edge.offset(), "both sides of the edge listen at the same address and port");
    }

    void read_certificate(Element& element) {
        static constexpr std::array<std::string_view, 2> known{external_usage, internal_usage};
        std::string usage;
        CertificateFiles files;
        bool const has_usage = element.required<FileValue>("usage", usage);
        read_value(element, files);
        if (!has_usage) return;
        if (std::find(known.begin(), known.end(), usage) == known.end()) {
            findings_.add(element.offset_of("usage"), "there is no certificate usage \"" + usage + '"' +
                                                          sansio::did_you_mean(usage, known));
            return;
        }
        if (std::find(usages_.begin(), usages_.end(), usage) != usages_.end())
            findings_.add(element.offset_of("usage"), "the usage " + usage + " has two certificates");
        (usage == internal_usage ? topology_.internal_certificate : topology_.external_certificate) =
            std::move(files);
        usages_.push_back(std::move(usage));
    }

    std::string_view text_;
    Findings& findings_;
    Topology topology_;
    std::vector<std::string> usages_;
};

}  // namespace

sansio::Result<std::shared_ptr<Topology const>, std::vector<Finding>> read(std::string_view text,
                                                                           std::string_view file_name) {
    Findings findings(text, file_name);
    pugi::xml_document document;
    auto topology = std::make_shared<Topology>();
    if (auto const root = parse_document(document, text, findings))
        *topology = Reader(text, findings).read(*root);
    if (!findings.empty()) return sansio::unexpected(findings.take());
    return std::shared_ptr<Topology const>(std::move(topology));
}

}  // namespace topology
