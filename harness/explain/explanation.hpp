// What `fedproof explain` says of anything: a title and named parts, for people and as JSON.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace explain {

/// A part is one text, or a list of lines.
struct Part {
    std::string name;  // "what it means": the label, and with _ for spaces the key in JSON
    std::vector<std::string> lines;
    bool is_list = false;
};

struct Explanation {
    std::string kind;  // "diagnostic", "status", "requirement", "scenario"
    std::string id;
    std::string title;
    std::vector<Part> parts;

    /// Nothing is added for an empty text.
    void say(std::string name, std::string text);
    void list(std::string name, std::vector<std::string> lines);
};

/// Paragraphs of at most 100 columns, with a line end.
std::string to_text(Explanation const& explanation);
/// One object, with a line end.
std::string to_json(Explanation const& explanation);

}  // namespace explain
