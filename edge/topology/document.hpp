// An XML document under strict eyes: what pugixml lets pass (design.md §7.19) is a finding here, each with its place.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <pugixml.hpp>

#include "edge/topology/reader.hpp"

namespace topology {

/// Collects findings; sorted by place when taken.
class Findings {
public:
    Findings(std::string_view text, std::string_view file_name) : text_(text), file_name_(file_name) {}

    void add(std::size_t offset, std::string message);
    bool empty() const { return found_.empty(); }
    std::vector<Finding> take();

private:
    struct Found {
        std::size_t offset;
        std::string message;
    };
    std::string_view text_;
    std::string_view file_name_;
    std::vector<Found> found_;
};

/// One element while it is read. Attributes that nobody asked for are findings of finish().
class Element {
public:
    Element(pugi::xml_node node, std::string_view text, Findings& findings);

    std::string_view name() const { return node_.name(); }
    std::size_t offset() const { return offset_; }
    /// Where the attribute's value begins; the element's place when it was not given.
    std::size_t offset_of(std::string_view attribute) const;

    /// Reads an attribute of a kind of values.hpp; a bad value is a finding, an attribute not given leaves `value`.
    template <class Kind, class Value>
    bool optional(std::string_view attribute, Value& value) {
        std::optional<std::string_view> const text = take(attribute);
        if (!text) return false;
        if (auto parsed = Kind::parse(*text)) {
            value = std::move(*parsed);
            return true;
        }
        report_bad_value(attribute, *text, Kind::expected);
        return false;
    }
    /// The same, and its absence is a finding.
    template <class Kind, class Value>
    bool required(std::string_view attribute, Value& value) {
        if (find(attribute)) return optional<Kind>(attribute, value);
        asked_.push_back(attribute);
        report_missing(attribute);
        return false;
    }

    /// Child elements; text between them is a finding.
    std::vector<pugi::xml_node> children() const;
    /// To be called after the last attribute was asked for.
    void finish() const;

private:
    struct Attribute {
        std::string_view name;
        std::string_view value;  // without references
        std::size_t offset;
        std::size_t value_offset;
    };
    void read_attributes();
    void check_references(std::size_t begin, std::size_t end);
    Attribute const* find(std::string_view attribute) const;
    std::optional<std::string_view> take(std::string_view attribute);
    void report_bad_value(std::string_view attribute, std::string_view value,
                          std::string_view expected) const;
    void report_missing(std::string_view attribute) const;

    pugi::xml_node node_;
    std::string_view text_;
    Findings& findings_;
    std::size_t offset_;  // of the name, behind the <
    std::vector<Attribute> attributes_;
    std::vector<std::string_view> asked_;
};

/// Parses `text` into `document` and returns the root; nothing, with findings, when it is no XML, has a DOCTYPE, more
/// than one root or text beside it, or bytes that XML does not allow.
std::optional<pugi::xml_node> parse_document(pugi::xml_document& document, std::string_view text,
                                             Findings& findings);

}  // namespace topology
