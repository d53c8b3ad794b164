// One file as the house rules read it: with its comments and literals taken out, and with its include lines.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace tidy {

/// A line of the tree that breaks a rule; printed as path:line: text.
struct Finding {
    std::string path;
    std::size_t line = 0;
    std::string text;
    auto operator<=>(Finding const&) const = default;
};

/// `path` is relative to the repository's root, with forward slashes.
struct SourceFile {
    std::string path;
    std::string text;

    std::string folder() const;
    std::string name() const;
    /// main.cpp, or something_main.cpp where a folder makes a program of its own.
    bool is_main() const;
    /// A test, fuzzer, benchmark, printer or fixture beside the code: no part of what is shipped.
    bool is_beside() const;
};

struct Include {
    std::string path;
    std::size_t line = 0;
    bool in_quotes = false;  // "…" is ours, <…> is a library's
};

/// The same text, as long and with the same lines, with blanks for each comment.
std::string without_comments(std::string_view text);
/// The same with blanks for what stands inside string and character literals, too; include lines stay.
std::string code_only(std::string_view text);
std::vector<Include> includes_of(std::string_view text);
std::size_t line_of(std::string_view text, std::size_t offset);

}  // namespace tidy
