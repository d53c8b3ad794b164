#include "simulators/wire/raw_message.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "simulators/wire/slices.hpp"

namespace wire {
namespace {

// RFC 3261 §7.3.3 and the registry of compact forms.
constexpr std::array<std::pair<char, std::string_view>, 12> compact_forms{{{'a', "Accept-Contact"},
                                                                           {'c', "Content-Type"},
                                                                           {'e', "Content-Encoding"},
                                                                           {'f', "From"},
                                                                           {'i', "Call-ID"},
                                                                           {'k', "Supported"},
                                                                           {'l', "Content-Length"},
                                                                           {'m', "Contact"},
                                                                           {'o', "Event"},
                                                                           {'s', "Subject"},
                                                                           {'t', "To"},
                                                                           {'v', "Via"}}};

std::string_view full_name(std::string_view name) {
    if (name.size() != 1) return name;
    for (auto const& [letter, full] : compact_forms)
        if (name[0] == letter || name[0] == static_cast<char>(letter - 'a' + 'A')) return full;
    return name;
}

bool continues(std::string_view text, std::size_t line) {
    return line < text.size() && (text[line] == ' ' || text[line] == '\t');
}

std::string_view word(std::string_view line, std::size_t index) {
    for (; index > 0; --index) {
        auto const space = line.find(' ');
        if (space == std::string_view::npos) return {};
        line.remove_prefix(space + 1);
    }
    return line.substr(0, line.find(' '));
}

}  // namespace

bool same_header(std::string_view left, std::string_view right) {
    return same_text(full_name(left), full_name(right));
}

RawMessage::RawMessage(std::string bytes) : bytes_(std::move(bytes)) {
    auto const end = bytes_.find("\r\n\r\n");
    head_size_ = end == std::string::npos ? bytes_.size() : end + 4;
}

std::string_view RawMessage::start_line() const {
    return std::string_view(bytes_).substr(0, bytes_.find("\r\n"));
}

bool RawMessage::is_request() const {
    return !same_text(start_line().substr(0, 4), "SIP/");
}

std::string_view RawMessage::method() const {
    return is_request() ? word(start_line(), 0) : cseq_method(value("CSeq"));
}

std::string_view RawMessage::request_uri() const {
    return is_request() ? word(start_line(), 1) : std::string_view{};
}

int RawMessage::status() const {
    if (is_request()) return 0;
    auto const code = word(start_line(), 1);
    if (code.size() != 3 ||
        !std::ranges::all_of(code, [](char digit) { return digit >= '0' && digit <= '9'; }))
        return 0;
    return (code[0] - '0') * 100 + (code[1] - '0') * 10 + (code[2] - '0');
}

std::vector<HeaderLine> RawMessage::headers() const {
    std::vector<HeaderLine> lines;
    auto const text = head();
    auto line = text.find("\r\n");
    while (line != std::string_view::npos && line + 2 < text.size()) {
        auto const start = line + 2;
        line = text.find("\r\n", start);
        while (line != std::string_view::npos && continues(text, line + 2))
            line = text.find("\r\n", line + 2);
        auto const whole = text.substr(start, line == std::string_view::npos ? line : line - start);
        if (whole.empty()) break;
        auto const colon = whole.find(':');
        if (colon == std::string_view::npos) continue;
        lines.push_back({trimmed(whole.substr(0, colon)), trimmed(whole.substr(colon + 1))});
    }
    return lines;
}

std::vector<std::string_view> RawMessage::values(std::string_view name) const {
    std::vector<std::string_view> found;
    for (auto const& line : headers())
        if (same_header(line.name, name)) found.push_back(line.value);
    return found;
}

std::string_view RawMessage::value(std::string_view name) const {
    for (auto const& line : headers())
        if (same_header(line.name, name)) return line.value;
    return {};
}

std::string_view RawMessage::body() const {
    return std::string_view(bytes_).substr(head_size_);
}

std::string_view RawMessage::head() const {
    return std::string_view(bytes_).substr(0, head_size_);
}

}  // namespace wire
