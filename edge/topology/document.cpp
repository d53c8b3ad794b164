#include "edge/topology/document.hpp"

#include <algorithm>
#include <charconv>

#include "edge/topology/values.hpp"
#include "sansio/suggest.hpp"

namespace topology {
namespace {

constexpr std::size_t findings_max = 100;
constexpr std::string_view blanks = " \t\r\n";

std::string quoted(std::string_view text) {
    // A value may be a whole novel; a finding is one line.
    constexpr std::size_t shown_max = 60;
    std::string shown = "\"" + std::string(text.substr(0, shown_max));
    return shown + (text.size() > shown_max ? "…\"" : "\"");
}

/// The first byte that XML 1.0 §2.2 does not allow, or npos.
std::size_t find_bad_byte(std::string_view text) {
    std::size_t begin = 0;
    while (begin < text.size()) {
        std::size_t const end = std::min(text.find_first_of("\t\r\n", begin), text.size());
        if (!is_clean_text(text.substr(begin, end - begin))) break;
        begin = end + 1;
    }
    if (begin >= text.size()) return std::string_view::npos;
    // Something in this line; a character at a time finds it.
    for (std::size_t size = 1; begin < text.size(); size = 1) {
        while (size < 4 && !is_clean_text(text.substr(begin, size))) ++size;
        if (!is_clean_text(text.substr(begin, size))) return begin;
        begin += size;
    }
    return text.size() - 1;
}

/// "&lt;", "&#65;" …: true for what XML 1.0 §4.1 and §4.6 know without a DOCTYPE.
bool is_reference(std::string_view text) {
    std::size_t const end = text.find(';');
    if (end == std::string_view::npos) return false;
    std::string_view name = text.substr(1, end - 1);
    for (std::string_view const known : {"amp", "lt", "gt", "quot", "apos"})
        if (name == known) return true;
    if (!name.starts_with('#')) return false;
    name.remove_prefix(1);
    int const base = name.starts_with('x') ? 16 : 10;
    if (base == 16) name.remove_prefix(1);
    std::uint32_t code = 0;
    auto const [stop, error] = std::from_chars(name.data(), name.data() + name.size(), code, base);
    if (error != std::errc() || stop != name.data() + name.size()) return false;
    bool const is_surrogate = code >= 0xd800 && code <= 0xdfff;
    return code >= 0x20 && code <= 0x10'ffff && !is_surrogate;
}

}  // namespace

std::string Finding::to_string() const {
    return file + ':' + std::to_string(line) + ':' + std::to_string(column) + ": " + message;
}

void Findings::add(std::size_t offset, std::string message) {
    if (found_.size() < findings_max) found_.push_back({offset, std::move(message)});
}

std::vector<Finding> Findings::take() {
    std::stable_sort(found_.begin(), found_.end(),
                     [](Found const& one, Found const& other) { return one.offset < other.offset; });
    std::vector<Finding> result;
    for (Found& found : found_) {
        std::string_view const before = text_.substr(0, found.offset);
        auto const line = static_cast<std::uint32_t>(1 + std::count(before.begin(), before.end(), '\n'));
        std::size_t const line_begin = before.rfind('\n') + 1;  // npos + 1 is 0
        auto const column = static_cast<std::uint32_t>(1 + before.size() - line_begin);
        result.push_back({std::string(file_name_), line, column, std::move(found.message)});
    }
    found_.clear();
    return result;
}

Element::Element(pugi::xml_node node, std::string_view text, Findings& findings)
    : node_(node), text_(text), findings_(findings), offset_(static_cast<std::size_t>(node.offset_debug())) {
    read_attributes();
}

void Element::read_attributes() {
    // pugixml keeps no offsets of attributes, so the tag is walked again; pugixml has accepted it, so it is well formed.
    std::size_t at = offset_ + name().size();
    for (pugi::xml_attribute const attribute : node_.attributes()) {
        at = text_.find_first_not_of(blanks, at);
        std::size_t const name_offset = at;
        at = text_.find('=', at + std::string_view(attribute.name()).size());
        at = text_.find_first_of("\"'", at);
        std::size_t const value_offset = at + 1;
        at = text_.find(text_[at], value_offset);
        check_references(value_offset, at);
        ++at;
        if (find(attribute.name()))
            findings_.add(name_offset, "attribute " + quoted(attribute.name()) + " is given twice");
        attributes_.push_back({attribute.name(), attribute.value(), name_offset, value_offset});
    }
}

void Element::check_references(std::size_t begin, std::size_t end) {
    std::string_view const value = text_.substr(begin, end - begin);
    for (std::size_t at = value.find('&'); at != std::string_view::npos; at = value.find('&', at + 1))
        if (!is_reference(value.substr(at)))
            findings_.add(begin + at, "a reference that is not one of XML's own");
    if (std::size_t const at = value.find('<'); at != std::string_view::npos)
        findings_.add(begin + at, "< must be written &lt; in a value");
}

Element::Attribute const* Element::find(std::string_view attribute) const {
    auto const found = std::find_if(attributes_.begin(), attributes_.end(),
                                    [attribute](Attribute const& one) { return one.name == attribute; });
    return found == attributes_.end() ? nullptr : &*found;
}

std::size_t Element::offset_of(std::string_view attribute) const {
    Attribute const* const found = find(attribute);
    return found ? found->value_offset : offset_;
}

std::optional<std::string_view> Element::take(std::string_view attribute) {
    asked_.push_back(attribute);
    Attribute const* const found = find(attribute);
    if (!found) return std::nullopt;
    return found->value;
}

void Element::report_bad_value(std::string_view attribute, std::string_view value,
                               std::string_view expected) const {
    findings_.add(offset_of(attribute),
                  std::string(attribute) + ": " + quoted(value) + " should be " + std::string(expected));
}

void Element::report_missing(std::string_view attribute) const {
    findings_.add(offset_, "<" + std::string(name()) + "> needs the attribute " + quoted(attribute));
}

std::vector<pugi::xml_node> Element::children() const {
    std::vector<pugi::xml_node> result;
    for (pugi::xml_node const child : node_.children()) {
        if (child.type() == pugi::node_element)
            result.push_back(child);
        else if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata)
            findings_.add(static_cast<std::size_t>(child.offset_debug()),
                          "text has no place in <" + std::string(name()) + ">");
    }
    return result;
}

void Element::finish() const {
    for (Attribute const& attribute : attributes_)
        if (std::find(asked_.begin(), asked_.end(), attribute.name) == asked_.end())
            findings_.add(attribute.offset, "<" + std::string(name()) + "> has no attribute " +
                                                quoted(attribute.name) +
                                                sansio::did_you_mean(attribute.name, asked_));
}

std::optional<pugi::xml_node> parse_document(pugi::xml_document& document, std::string_view text,
                                             Findings& findings) {
    if (std::size_t const bad = find_bad_byte(text); bad != std::string_view::npos) {
        findings.add(bad, "a byte that is not UTF-8 or a control character");
        return std::nullopt;
    }
    // As a fragment, so that text beside the root is kept and can be refused.
    unsigned const flags = pugi::parse_default | pugi::parse_doctype | pugi::parse_fragment;
    pugi::xml_parse_result const parsed =
        document.load_buffer(text.data(), text.size(), flags, pugi::encoding_utf8);
    if (!parsed) {
        findings.add(static_cast<std::size_t>(parsed.offset),
                     std::string("not well-formed XML: ") + parsed.description());
        return std::nullopt;
    }
    pugi::xml_node root;
    for (pugi::xml_node const node : document.children()) {
        auto const offset = static_cast<std::size_t>(node.offset_debug());
        if (node.type() == pugi::node_doctype)
            findings.add(0, "a DOCTYPE is not allowed");
        else if (node.type() != pugi::node_element)
            findings.add(offset, "text beside the root element");
        else if (root)
            findings.add(offset, "a second root element");
        else
            root = node;
    }
    if (!root && findings.empty()) findings.add(0, "there is no element");
    if (!findings.empty()) return std::nullopt;
    return root;
}

}  // namespace topology
