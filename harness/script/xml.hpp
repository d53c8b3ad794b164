// A strict view of an XML file for readers: pugixml underneath, every element and attribute with its place, and what the
// reader did not ask for is a finding. pugixml alone takes too much (design.md §7.19).
#pragma once
#include <array>
#include <functional>
#include <initializer_list>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <pugixml.hpp>

#include "harness/script/finding.hpp"
#include "sansio/time.hpp"

namespace script {

/// The file that is being read: where its lines begin, and what was found.
class Source {
public:
    Source(std::string_view text, std::string_view file);
    Source(Source const&) = delete;
    Source& operator=(Source const&) = delete;

    Place place_of(char const* inside) const;
    void report(Place place, std::string message);
    /// Parses the text and demands one root element called `name` in the namespace `uri`. What is wrong is reported.
    pugi::xml_node parse(std::string_view name, std::string_view uri);
    /// In the order of the text.
    Findings take_findings();
    bool sound() const { return findings_.empty(); }
    std::string const& file() const { return file_; }
    /// What ${name} means in every text that is read from now on, until it is forgotten. These stand in for text, so they may
    /// be part of a name; all other ${…} are for who plays the scenario.
    void mean(std::string name, std::string value) { meanings_[std::move(name)] = std::move(value); }
    void forget(std::string_view name);
    std::string with_meanings(std::string text);
    /// Whether ${name} was found in some text while it meant something.
    bool used(std::string_view name) const { return used_.contains(name); }

private:
    bool check_characters();
    bool check_prologue(std::string_view name, std::string_view uri);

    std::string buffer_;  // pugixml's names and values point into it, so their offsets are those of the file
    std::string file_;
    std::vector<std::size_t> line_starts_;
    pugi::xml_document document_;
    Findings findings_;
    std::map<std::string, std::string, std::less<>> meanings_;
    std::set<std::string, std::less<>> used_;
};

/// A word of a file and what it stands for.
template <class T>
using Word = std::pair<std::string_view, T>;

/// One element. Getters report what is wrong and return a harmless value, so that one reading finds all faults.
class Element {
public:
    Element(pugi::xml_node node, Source& source) : node_(node), source_(&source) {}

    std::string_view name() const { return node_.name(); }
    Place place() const;
    /// Of an attribute; of the element when it has none of that name.
    Place place_of(std::string_view attribute) const;
    void report(std::string message) const { source_->report(place(), std::move(message)); }
    void report(std::string_view attribute, std::string message) const {
        source_->report(place_of(attribute), std::move(message));
    }
    void report_at(Place where, std::string message) const { source_->report(where, std::move(message)); }

    /// Whether nothing was reported yet, in the whole file.
    bool sound() const { return source_->sound(); }
    std::string const& file() const { return source_->file(); }
    void mean(std::string name, std::string value) const { source_->mean(std::move(name), std::move(value)); }
    void forget(std::string_view name) const { source_->forget(name); }

    /// What may stand here: every other attribute, child element and text is reported.
    void allow(std::initializer_list<std::string_view> attributes) const;
    void allow_children(std::initializer_list<std::string_view> names) const;
    void allow_no_text() const;
    void allow_nothing_inside() const {
        allow_children({});
        allow_no_text();
    }

    bool has(std::string_view attribute) const;
    std::optional<std::string> find(std::string_view attribute) const;
    std::string required(std::string_view attribute) const;
    std::optional<std::uint32_t> number(std::string_view attribute, std::uint32_t least,
                                        std::uint32_t most) const;
    std::optional<sansio::Duration> duration(std::string_view attribute) const;
    std::optional<sansio::WallTime> wall_time(std::string_view attribute) const;
    bool yes(std::string_view attribute) const;
    /// Words between blanks or commas.
    std::vector<std::string> list(std::string_view attribute) const;
    template <class T>
    T word(std::string_view attribute, std::initializer_list<Word<T>> words, T otherwise) const {
        return word(attribute, std::span<Word<T> const>(words.begin(), words.size()), otherwise);
    }
    template <class T>
    T word(std::string_view attribute, std::span<Word<T> const> words, T otherwise) const {
        auto const text = find(attribute);
        if (!text) return otherwise;
        std::vector<std::string_view> known;
        for (auto const& [word, value] : words) {
            if (word == *text) return value;
            known.push_back(word);
        }
        report_unknown_word(attribute, *text, known);
        return otherwise;
    }

    /// Every attribute in the order of the file, for elements whose attributes the file itself invents.
    std::vector<std::pair<std::string, std::string>> attributes() const;
    std::vector<Element> children() const;
    std::vector<Element> children(std::string_view name) const;
    /// All text directly inside, as written.
    std::string text() const;
    Place text_place() const;

private:
    pugi::xml_attribute attribute(std::string_view name) const;
    void report_unknown_word(std::string_view attribute, std::string_view text,
                             std::vector<std::string_view> const& known) const;

    pugi::xml_node node_;
    Source* source_;
};

std::string_view trim(std::string_view text);

}  // namespace script
