#include "harness/script/xml.hpp"

#include <algorithm>

#include "sansio/suggest.hpp"
#include "sansio/wall_time.hpp"

namespace script {
namespace {

bool is_blank(char letter) {
    return letter == ' ' || letter == '\t' || letter == '\n' || letter == '\r';
}

/// The length of the UTF-8 sequence at the front of `text`; 0 when there is none that XML 1.0 §2.2 allows.
std::size_t character_size(std::string_view text) {
    auto const byte = [&](std::size_t index) { return static_cast<unsigned char>(text[index]); };
    auto const first = byte(0);
    if (first < 0x80) return first >= 0x20 || is_blank(text[0]) ? 1 : 0;
    std::size_t const size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    if (first < 0xc2 || first > 0xf4 || text.size() < size) return 0;
    std::uint32_t code = first & (0xffU >> (size + 1));
    for (std::size_t index = 1; index < size; ++index) {
        if ((byte(index) & 0xc0U) != 0x80U) return 0;
        code = code << 6U | (byte(index) & 0x3fU);
    }
    std::uint32_t const least = size == 4 ? 0x10000 : size == 3 ? 0x800 : 0x80;
    bool const allowed = code >= least && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) &&
                         code != 0xfffe && code != 0xffff;
    return allowed ? size : 0;
}

bool is_known_entity(std::string_view after_ampersand) {
    auto const end = after_ampersand.find(';');
    if (end == std::string_view::npos || end == 0 || end > 12) return false;
    auto const name = after_ampersand.substr(0, end);
    if (name == "amp" || name == "lt" || name == "gt" || name == "quot" || name == "apos") return true;
    if (name[0] != '#' || name.size() < 2) return false;
    bool const hexadecimal = name[1] == 'x';
    auto const digits = name.substr(hexadecimal ? 2 : 1);
    return !digits.empty() && digits.find_first_not_of(hexadecimal ? "0123456789abcdefABCDEF"
                                                                   : "0123456789") == std::string_view::npos;
}

std::string quoted(std::string_view word) {
    return "\"" + std::string(word) + "\"";
}

}  // namespace

std::string to_string(Finding const& finding) {
    return finding.file + ":" + std::to_string(finding.place.line) + ":" +
           std::to_string(finding.place.column) + ": " + finding.message;
}

std::string_view trim(std::string_view text) {
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    return text;
}

// ---- Source ----

Source::Source(std::string_view text, std::string_view file) : buffer_(text), file_(file), line_starts_{0} {
    for (std::size_t index = 0; index < text.size(); ++index)
        if (text[index] == '\n') line_starts_.push_back(index + 1);
}

Place Source::place_of(char const* inside) const {
    if (inside < buffer_.data() || inside > buffer_.data() + buffer_.size()) return {};
    auto const offset = static_cast<std::size_t>(inside - buffer_.data());
    auto const line =
        std::upper_bound(line_starts_.begin(), line_starts_.end(), offset) - line_starts_.begin();
    auto const start = line_starts_[static_cast<std::size_t>(line) - 1];
    return {static_cast<std::uint32_t>(line), static_cast<std::uint32_t>(offset - start + 1)};
}

void Source::report(Place place, std::string message) {
    findings_.push_back({file_, place, std::move(message)});
}

/// pugixml takes bytes and entities that no XML may hold, so they are looked for before it changes the buffer.
bool Source::check_characters() {
    std::string_view const text = buffer_;
    std::size_t verbatim_end = 0;  // of the comment or CDATA section that we are in
    for (std::size_t index = 0; index < text.size();) {
        auto const rest = text.substr(index);
        auto const size = character_size(rest);
        if (size == 0) {
            report(place_of(rest.data()), "not a character that XML may hold (UTF-8 is expected)");
            return false;
        }
        for (auto const& [open, close] : {Word<std::string_view>{"<!--", "-->"}, {"<![CDATA[", "]]>"}}) {
            if (index < verbatim_end || !rest.starts_with(open)) continue;
            auto const end = rest.find(close);
            if (end == std::string_view::npos) {
                report(place_of(rest.data()), std::string(open) + " is never closed");
                return false;
            }
            verbatim_end = index + end;
        }
        if (index >= verbatim_end && rest[0] == '&' && !is_known_entity(rest.substr(1))) {
            report(place_of(rest.data()), "an entity that XML does not know; a bare & is written &amp;");
            return false;
        }
        index += size;
    }
    return true;
}

bool Source::check_prologue(std::string_view name, std::string_view uri) {
    pugi::xml_node root;
    for (auto const node : document_) {
        auto const* const where = node.name()[0] != '\0' ? node.name() : node.value();
        if (node.type() == pugi::node_element && !root)
            root = node;
        else if (node.type() == pugi::node_element)
            report(place_of(where), "a second root element");
        else if (node.type() == pugi::node_doctype)
            report(place_of(where), "no document type is allowed");
        else if (node.type() == pugi::node_pi)
            report(place_of(where), "no processing instruction is allowed");
        else if (node.type() == pugi::node_pcdata)
            report(place_of(where), "text outside of the root element");
    }
    if (!root) {
        report({}, "the file holds no element");
        return false;
    }
    if (root.name() != name) {
        report(place_of(root.name()), "expected <" + std::string(name) + ">, found <" + root.name() + ">");
        return false;
    }
    if (root.attribute("xmlns").value() != uri)
        report(place_of(root.name()), "<" + std::string(name) + "> must say xmlns=" + quoted(uri));
    return findings_.empty();
}

pugi::xml_node Source::parse(std::string_view name, std::string_view uri) {
    if (!check_characters()) return {};
    auto const flags = pugi::parse_default | pugi::parse_pi | pugi::parse_doctype | pugi::parse_fragment;
    auto const outcome =
        document_.load_buffer_inplace(buffer_.data(), buffer_.size(), flags, pugi::encoding_utf8);
    if (!outcome) {
        report(place_of(buffer_.data() + outcome.offset),
               std::string("not well-formed XML: ") + outcome.description());
        return {};
    }
    return check_prologue(name, uri) ? document_.document_element() : pugi::xml_node{};
}

void Source::forget(std::string_view name) {
    if (auto const known = meanings_.find(name); known != meanings_.end()) meanings_.erase(known);
}

std::string Source::with_meanings(std::string text) {
    if (meanings_.empty()) return text;
    for (auto at = text.find("${"); at != std::string::npos; at = text.find("${", at)) {
        auto const end = text.find('}', at);
        if (end == std::string::npos) break;
        auto const known = meanings_.find(std::string_view(text).substr(at + 2, end - at - 2));
        if (known == meanings_.end()) {
            at += 2;
            continue;
        }
        used_.insert(known->first);
        text.replace(at, end + 1 - at, known->second);
        at += known->second.size();
    }
    return text;
}

Findings Source::take_findings() {
    std::stable_sort(findings_.begin(), findings_.end(), [](Finding const& one, Finding const& other) {
        return std::pair(one.place.line, one.place.column) < std::pair(other.place.line, other.place.column);
    });
    return std::move(findings_);
}

// ---- Element ----

Place Element::place() const {
    return source_->place_of(node_.name());
}

pugi::xml_attribute Element::attribute(std::string_view name) const {
    for (auto const attribute : node_.attributes())
        if (attribute.name() == name) return attribute;
    return {};
}

Place Element::place_of(std::string_view name) const {
    auto const found = attribute(name);
    return found ? source_->place_of(found.name()) : place();
}

void Element::allow(std::initializer_list<std::string_view> attributes) const {
    std::vector<std::string_view> const known(attributes);
    std::vector<std::string_view> seen;
    for (auto const attribute : node_.attributes()) {
        std::string_view const word = attribute.name();
        auto const where = source_->place_of(attribute.name());
        bool const is_root = node_.parent() == node_.root();
        if (std::find(seen.begin(), seen.end(), word) != seen.end())
            source_->report(where, "attribute " + quoted(word) + " is there twice");
        else if (std::find(known.begin(), known.end(), word) == known.end() && !(is_root && word == "xmlns"))
            source_->report(where, "<" + std::string(name()) + "> has no attribute " + quoted(word) +
                                       sansio::did_you_mean(word, known));
        seen.push_back(word);
    }
}

void Element::allow_children(std::initializer_list<std::string_view> names) const {
    std::vector<std::string_view> const known(names);
    for (auto const& child : children())
        if (std::find(known.begin(), known.end(), child.name()) == known.end())
            child.report("<" + std::string(child.name()) + "> is not known in <" + std::string(name()) + ">" +
                         sansio::did_you_mean(child.name(), known));
}

void Element::allow_no_text() const {
    for (auto const child : node_)
        if (auto const type = child.type(); type == pugi::node_pcdata || type == pugi::node_cdata) {
            if (trim(child.value()).empty()) continue;
            source_->report(text_place(), "<" + std::string(name()) + "> holds no text");
            return;
        }
}

bool Element::has(std::string_view name) const {
    return static_cast<bool>(attribute(name));
}

std::optional<std::string> Element::find(std::string_view name) const {
    auto const found = attribute(name);
    if (!found) return std::nullopt;
    return source_->with_meanings(found.value());
}

std::string Element::required(std::string_view name) const {
    auto value = find(name);
    if (!value)
        report("<" + std::string(this->name()) + "> needs " + std::string(name) + "=\"…\"");
    else if (trim(*value).empty())
        report(name, std::string(name) + " is empty");
    return value.value_or("");
}

std::optional<std::uint32_t> Element::number(std::string_view name, std::uint32_t least,
                                             std::uint32_t most) const {
    auto const text = find(name);
    if (!text) return std::nullopt;
    std::uint64_t value = 0;
    bool sound = !text->empty() && text->size() <= 10;
    for (char const digit : *text) {
        if (digit < '0' || digit > '9') sound = false;
        value = value * 10 + static_cast<std::uint64_t>(digit - '0');
    }
    if (sound && value >= least && value <= most) return static_cast<std::uint32_t>(value);
    report(name, std::string(name) + " must be a number from " + std::to_string(least) + " to " +
                     std::to_string(most) + ", not " + quoted(*text));
    return std::nullopt;
}

std::optional<sansio::Duration> Element::duration(std::string_view name) const {
    auto const text = find(name);
    if (!text) return std::nullopt;
    auto const value = sansio::parse_duration(*text);
    if (!value)
        report(name,
               std::string(name) + " must be a duration such as 500ms, 32s, 10min, not " + quoted(*text));
    return value;
}

std::optional<sansio::WallTime> Element::wall_time(std::string_view name) const {
    auto const text = find(name);
    if (!text) return std::nullopt;
    auto const value = sansio::parse_wall_time(*text);
    if (!value)
        report(name, std::string(name) + " must be a date such as 2013-06-01 or 2013-06-01T12:00:00Z, not " +
                         quoted(*text));
    return value;
}

bool Element::yes(std::string_view name) const {
    return word<bool>(name, {{"true", true}, {"false", false}}, false);
}

std::vector<std::string> Element::list(std::string_view name) const {
    std::vector<std::string> words;
    std::string word;
    for (char const letter : find(name).value_or("") + " ") {
        if (!is_blank(letter) && letter != ',')
            word += letter;
        else if (!word.empty())
            words.push_back(std::exchange(word, {}));
    }
    return words;
}

void Element::report_unknown_word(std::string_view name, std::string_view text,
                                  std::vector<std::string_view> const& known) const {
    std::string choices;
    for (auto const word : known) choices += (choices.empty() ? "" : ", ") + std::string(word);
    report(name, std::string(name) + " is " + quoted(text) + ", which is none of: " + choices +
                     sansio::did_you_mean(text, known));
}

std::vector<std::pair<std::string, std::string>> Element::attributes() const {
    std::vector<std::pair<std::string, std::string>> all;
    for (auto const attribute : node_.attributes()) all.emplace_back(attribute.name(), attribute.value());
    return all;
}

std::vector<Element> Element::children() const {
    std::vector<Element> found;
    for (auto const child : node_)
        if (child.type() == pugi::node_element) found.emplace_back(child, *source_);
    return found;
}

std::vector<Element> Element::children(std::string_view name) const {
    auto found = children();
    std::erase_if(found, [&](Element const& child) { return child.name() != name; });
    return found;
}

std::string Element::text() const {
    std::string all;
    for (auto const child : node_)
        if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata) all += child.value();
    return source_->with_meanings(std::move(all));
}

Place Element::text_place() const {
    for (auto const child : node_) {
        if (child.type() != pugi::node_pcdata && child.type() != pugi::node_cdata) continue;
        std::string_view const value = child.value();
        auto const letter = std::find_if_not(value.begin(), value.end(), is_blank) - value.begin();
        if (static_cast<std::size_t>(letter) < value.size()) return source_->place_of(child.value() + letter);
    }
    return place();
}

}  // namespace script
