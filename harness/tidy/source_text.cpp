#include "harness/tidy/source_text.hpp"

#include <algorithm>
#include <cctype>

namespace tidy {
namespace {

bool is_word(char letter) {
    return std::isalnum(static_cast<unsigned char>(letter)) != 0 || letter == '_';
}

/// Walks over C++ text once and blanks what it is told to blank. Line ends always stay.
class Blanker {
public:
    Blanker(std::string_view text, bool literals_too)
        : text_(text), out_(text), literals_too_(literals_too) {}

    std::string run() {
        while (at_ < text_.size()) {
            if (starts("//")) {
                blank_until(text_.find('\n', at_));
            } else if (starts("/*")) {
                blank_until(after("*/", at_ + 2));
            } else if (starts("#include")) {
                skip_include();
            } else if (starts("R\"") && (at_ == 0 || !is_word(text_[at_ - 1]))) {
                raw_literal();
            } else if (text_[at_] == '"' || (text_[at_] == '\'' && !digit_separator())) {
                literal(text_[at_]);
            } else {
                ++at_;
            }
        }
        return std::move(out_);
    }

private:
    bool starts(std::string_view what) const { return text_.substr(at_).starts_with(what); }
    std::size_t after(std::string_view what, std::size_t from) const {
        auto const found = text_.find(what, from);
        return found == std::string_view::npos ? found : found + what.size();
    }
    bool digit_separator() const {
        return at_ > 0 && is_word(text_[at_ - 1]) && at_ + 1 < text_.size() && is_word(text_[at_ + 1]);
    }

    void blank_until(std::size_t end) {
        for (end = std::min(end, text_.size()); at_ < end; ++at_)
            if (text_[at_] != '\n') out_[at_] = ' ';
    }
    void keep_until(std::size_t end) { at_ = std::min(end, text_.size()); }

    void skip_include() {
        auto const end = std::min(text_.find('\n', at_), text_.size());
        keep_until(std::min(end, text_.find("//", at_)));
    }
    void literal(char quote) {
        auto end = at_ + 1;
        while (end < text_.size() && text_[end] != quote && text_[end] != '\n')
            end += text_[end] == '\\' ? 2 : 1;
        inside(at_ + 1, end, end + 1);
    }
    void raw_literal() {
        auto const open = text_.find('(', at_);
        if (open == std::string_view::npos) return keep_until(text_.size());
        auto const close = ")" + std::string(text_.substr(at_ + 2, open - at_ - 2)) + "\"";
        auto const end = after(close, open);
        inside(open + 1, end == std::string_view::npos ? end : end - close.size(), end);
    }
    void inside(std::size_t begin, std::size_t end, std::size_t next) {
        keep_until(begin);
        literals_too_ ? blank_until(end) : keep_until(end);
        keep_until(next);
    }

    std::string_view text_;
    std::string out_;
    std::size_t at_ = 0;
    bool literals_too_;
};

}  // namespace

std::string SourceFile::folder() const {
    auto const slash = path.rfind('/');
    return slash == std::string::npos ? "" : path.substr(0, slash);
}

std::string SourceFile::name() const {
    return path.substr(path.rfind('/') + 1);
}

bool SourceFile::is_main() const {
    return name() == "main.cpp" || path.ends_with("_main.cpp");
}

bool SourceFile::is_beside() const {
    return path.ends_with("_test.cpp") || path.ends_with("_fuzz.cpp") || path.ends_with("_bench.cpp") ||
           path.ends_with("_print.hpp") || path.ends_with("_fixture.hpp");
}

std::string without_comments(std::string_view text) {
    return Blanker(text, false).run();
}

std::string code_only(std::string_view text) {
    return Blanker(text, true).run();
}

std::vector<Include> includes_of(std::string_view text) {
    std::vector<Include> found;
    auto const code = code_only(text);
    std::size_t line = 0;
    for (std::size_t begin = 0; begin < code.size();) {
        auto const end = std::min(code.find('\n', begin), code.size());
        std::string_view const row = std::string_view(code).substr(begin, end - begin);
        begin = end + 1;
        ++line;
        auto const word = row.find_first_not_of(" \t");
        if (word == std::string_view::npos || !row.substr(word).starts_with("#include")) continue;
        auto const open = row.find_first_of("\"<", word);
        if (open == std::string_view::npos) continue;
        auto const close = row.find(row[open] == '<' ? '>' : '"', open + 1);
        if (close == std::string_view::npos) continue;
        found.push_back({std::string(row.substr(open + 1, close - open - 1)), line, row[open] == '"'});
    }
    return found;
}

std::size_t line_of(std::string_view text, std::size_t offset) {
    auto const begin = text.begin();
    return 1 + static_cast<std::size_t>(std::count(begin, begin + static_cast<std::ptrdiff_t>(offset), '\n'));
}

}  // namespace tidy
