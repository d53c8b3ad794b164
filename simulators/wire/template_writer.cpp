#include "simulators/wire/template_writer.hpp"

#include <utility>

#include "simulators/wire/raw_message.hpp"
#include "simulators/wire/slices.hpp"

namespace wire {
namespace {

struct Filled {
    std::string text;
    bool placeholder_alone = false;  // the line was one placeholder and nothing else
};

sansio::Result<Filled, TemplateFault> fill_line(std::string_view line, Values const& values) {
    Filled filled;
    filled.placeholder_alone = line.starts_with("${") && line.find('}') == line.size() - 1;
    while (!line.empty()) {
        auto const start = line.find("${");
        filled.text.append(line.substr(0, start));
        if (start == std::string_view::npos) break;
        auto const end = line.find('}', start);
        if (end == std::string_view::npos)
            return sansio::unexpected(TemplateFault{"a placeholder does not end: " + std::string(line)});
        auto const name = line.substr(start + 2, end - start - 2);
        auto const value = values.find(name);
        if (value == values.end())
            return sansio::unexpected(TemplateFault{"unknown placeholder: " + std::string(name)});
        filled.text.append(value->second);
        line.remove_prefix(end + 1);
    }
    return filled;
}

struct Line {
    std::size_t begin;
    std::size_t size;  // with folding and CRLF
    bool named;
};

/// Header lines of the head with their places; `named` where the name fits.
std::vector<Line> lines_of(RawMessage const& message, std::string_view name) {
    std::vector<Line> lines;
    auto const head = message.head();
    auto begin = head.find("\r\n");
    if (begin == std::string_view::npos) return lines;
    begin += 2;
    while (begin < head.size() && head.substr(begin, 2) != "\r\n") {
        auto end = head.find("\r\n", begin);
        while (end != std::string_view::npos && end + 2 < head.size() &&
               (head[end + 2] == ' ' || head[end + 2] == '\t'))
            end = head.find("\r\n", end + 2);
        auto const size = (end == std::string_view::npos ? head.size() : end + 2) - begin;
        auto const line = head.substr(begin, size);
        auto const colon = line.find(':');
        bool const named =
            colon != std::string_view::npos && same_header(trimmed(line.substr(0, colon)), name);
        lines.push_back({begin, size, named});
        begin += size;
    }
    return lines;
}

std::string remove_lines(std::string text, std::string_view name, bool keep_first) {
    auto lines = lines_of(RawMessage(text), name);
    bool kept = !keep_first;
    std::vector<Line> doomed;
    for (auto const& line : lines) {
        if (!line.named) continue;
        if (kept) doomed.push_back(line);
        kept = true;
    }
    for (auto line = doomed.rbegin(); line != doomed.rend(); ++line) text.erase(line->begin, line->size);
    return text;
}

/// Where a line of a name that is not there yet goes: before Content-Length, else at the end of the head.
std::size_t place_for_new(std::string const& text) {
    RawMessage const message(text);
    for (auto const& line : lines_of(message, "Content-Length"))
        if (line.named) return line.begin;
    auto const head = message.head();
    return head.ends_with("\r\n\r\n") ? head.size() - 2 : head.size();
}

std::string set_line(std::string text, std::string_view name, std::string_view line) {
    text = remove_lines(std::move(text), name, true);
    for (auto const& old : lines_of(RawMessage(text), name))
        if (old.named) return text.replace(old.begin, old.size, std::string(line) + "\r\n");
    return text.insert(place_for_new(text), std::string(line) + "\r\n");
}

std::string add_line(std::string text, std::string_view name, std::string_view line) {
    for (auto const& old : lines_of(RawMessage(text), name))
        if (old.named) return text.insert(old.begin, std::string(line) + "\r\n");
    return text.insert(place_for_new(text), std::string(line) + "\r\n");
}

}  // namespace

sansio::Result<std::string, TemplateFault> fill(std::string_view text, Values const& values) {
    std::string message;
    bool in_head = true;
    while (!text.empty()) {
        auto const end = text.find('\n');
        auto line = text.substr(0, end);
        bool const last = end == std::string_view::npos;
        text.remove_prefix(last ? text.size() : end + 1);
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (in_head && line.empty()) in_head = false;

        auto filled = fill_line(line, values);
        if (!filled) return sansio::unexpected(filled.error());
        if (in_head && filled->placeholder_alone && filled->text.empty()) continue;
        message += filled->text;
        // A body that is a placeholder alone is exactly its value: the line end behind it belongs to the file.
        if (in_head || !(filled->placeholder_alone && text.empty())) message += last ? "" : "\r\n";
    }
    if (in_head) message += message.ends_with("\r\n") ? "\r\n" : "\r\n\r\n";
    return with_content_length(std::move(message));
}

sansio::Result<std::string, TemplateFault> fill_value(std::string_view line, Values const& values) {
    return fill_line(line, values).map([](Filled filled) { return std::move(filled.text); });
}

sansio::Result<std::string, TemplateFault> edit(std::string message, std::vector<std::string> const& edits) {
    for (auto const& order : edits) {
        if (order.starts_with('=')) {
            message.replace(0, RawMessage(message).start_line().size(), order.substr(1));
            continue;
        }
        if (order.starts_with('-')) {
            message = remove_lines(std::move(message), trimmed(std::string_view(order).substr(1)), false);
            continue;
        }
        bool const adds = order.starts_with('+');
        auto const line = std::string_view(order).substr(adds ? 1 : 0);
        auto const colon = line.find(':');
        if (colon == std::string_view::npos)
            return sansio::unexpected(TemplateFault{"no header line to set: " + order});
        auto const name = trimmed(line.substr(0, colon));
        message = adds ? add_line(std::move(message), name, line) : set_line(std::move(message), name, line);
    }
    return message;
}

std::string with_content_length(std::string message) {
    auto const size = RawMessage(message).body().size();
    return set_line(std::move(message), "Content-Length", "Content-Length: " + std::to_string(size));
}

}  // namespace wire
