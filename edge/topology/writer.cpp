#include "edge/topology/writer.hpp"

#include "edge/topology/schema.hpp"

namespace topology {
namespace {

void append_escaped(std::string& out, std::string_view value) {
    for (char const letter : value) {
        switch (letter) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            default:
                out += letter;
        }
    }
}

void append_attribute(std::string& out, std::string_view name, std::string_view value) {
    out += ' ';
    out += name;
    out += "=\"";
    append_escaped(out, value);
    out += '"';
}

template <class Kind, class Value>
std::string text_of(Value const& value) {
    return Kind::to_text(value);
}
template <class Kind, class Value>
std::string text_of(std::optional<Value> const& value) {
    return Kind::to_text(*value);
}

/// The attributes that are required or do not have their default.
template <class Value>
std::string attributes(Value const& value) {
    static Value const defaults;
    std::string out;
    for_each_row<Value>([&]<class Kind, class Type>(Row<Kind, Value, Type> const& row) {
        if (row.is_required || value.*row.member != defaults.*row.member)
            append_attribute(out, row.name, text_of<Kind>(value.*row.member));
    });
    return out;
}

template <class Entry>
void append_section(std::string& out, std::string_view name, DomainTable<Entry> const& table) {
    if (table.empty()) return;
    out += "  <" + std::string(name) + ">\n";
    for (Entry const& entry : table.entries()) out += "    <domain" + attributes(entry) + "/>\n";
    out += "  </" + std::string(name) + ">\n";
}

template <class Value>
void append_section(std::string& out, std::string_view name, Value const& value) {
    std::string const written = attributes(value);
    if (!written.empty()) out += "  <" + std::string(name) + written + "/>\n";
}

void append_certificate(std::string& out, std::string_view usage, CertificateFiles const& files) {
    out += "    <certificate";
    append_attribute(out, "usage", usage);
    out += attributes(files) + "/>\n";
}

void append_edge(std::string& out, Topology const& topology) {
    out += "  <edge>\n";
    out += "    <external" + attributes(topology.external) + "/>\n";
    out += "    <internal" + attributes(topology.internal) + "/>\n";
    out += "    <next-hop" + attributes(topology.next_hop) + "/>\n";
    append_certificate(out, external_usage, topology.external_certificate);
    append_certificate(out, internal_usage, topology.internal_certificate);
    out += "  </edge>\n";
}

}  // namespace

std::string write(Topology const& topology) {
    std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<topology";
    append_attribute(out, "xmlns", document_namespace);
    out += ">\n";
    auto const append = [&](auto const& section) {
        append_section(out, section.name, topology.*section.member);
    };
    append(std::get<0>(domain_lists));
    append_edge(out, topology);
    append(std::get<0>(settings));
    append(std::get<1>(domain_lists));
    append(std::get<2>(domain_lists));
    std::apply([&](auto const&, auto const&... section) { (append(section), ...); }, settings);
    return out + "</topology>\n";
}

}  // namespace topology
