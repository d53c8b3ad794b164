#include "reports/ladder.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "reports/bytes_text.hpp"

namespace reports {
namespace {

constexpr std::size_t gutter = 14;
constexpr std::size_t spacing = 36;
constexpr std::string_view red = "\x1b[31m", bold = "\x1b[1m", plain = "\x1b[0m";

/// One letter a column: what is not plain ASCII would shift the picture.
std::string label_of(std::string_view text, std::size_t width_max) {
    std::string label = printable_line(text);
    std::replace_if(
        label.begin(), label.end(),
        [](char letter) { return (static_cast<unsigned char>(letter) & 0x80U) != 0; }, '?');
    if (label.size() > width_max) label = label.substr(0, width_max - 2) + "..";
    return label;
}

std::string milliseconds(sansio::Duration time) {
    std::array<char, 40> text{};
    auto const end = std::to_chars(text.data(), text.data() + text.size(),
                                   static_cast<double>(time.count()) / 1e3, std::chars_format::fixed, 3);
    return {text.data(), end.ptr};
}

class Picture {
public:
    Picture(ScenarioRecord const& scenario, bool color) : scenario_(scenario), color_(color) {}

    std::string draw() {
        heading();
        for (std::size_t index = 0; index < scenario_.entries.size(); ++index) {
            time_ = scenario_.time_of(index);
            std::visit([this](auto const& entry) { add(entry); }, scenario_.entries[index]);
        }
        ending();
        return std::move(text_);
    }

private:
    void heading() {
        ScenarioStart const& start = scenario_.start;
        text_ += paint(bold, start.id) + "  " + printable_line(start.title) + "\n\n";
        std::string names(gutter + spacing * start.parties.size(), ' ');
        for (std::size_t column = 0; column < start.parties.size(); ++column) {
            std::string const name = label_of(start.parties[column], spacing - 2);
            names.replace(gutter + place(column) - std::min(place(column), name.size() / 2), name.size(),
                          name);
        }
        line(names);
    }

    void add(Message const& message) {
        auto const from = column_of(message.from);
        auto const to = column_of(message.to);
        std::string rungs = rails();
        if (!from || !to || *from == *to) {
            line(timed(rungs) + "  " + message.from + " -> " + message.to + ": " +
                 label_of(message.summary, 60));
            return;
        }
        std::size_t const left = place(std::min(*from, *to)) + 1;
        std::size_t const right = place(std::max(*from, *to));
        std::string const label = " " + label_of(message.summary, right - left - 6) + " ";
        rungs.replace(left, right - left, std::string(right - left, '-'));
        rungs.replace(left + (right - left - label.size()) / 2, label.size(), label);
        rungs[*from < *to ? right - 1 : left] = *from < *to ? '>' : '<';
        line(timed(rungs));
    }

    void add(Occurrence const& occurrence) {
        std::string rungs = rails();
        std::string const note = "* " + label_of(occurrence.text, 100);
        std::size_t const start = place(column_of(occurrence.party).value_or(0));
        if (rungs.size() < start + note.size()) rungs.resize(start + note.size(), ' ');
        rungs.replace(start, note.size(), note);
        line(timed(rungs));
    }

    void add(Step const& step) {
        if (step.passed) return;
        std::string const place = step.line == 0 ? "" : ", line " + std::to_string(step.line);
        text_ += paint(red, " FAILED  step " + std::to_string(step.number) + place + ": " +
                                printable_line(step.text)) +
                 "\n";
        block("expected", step.expected);
        block("seen", step.seen);
    }

    void ending() {
        if (!scenario_.outcome) {
            text_ += "\n cut short\n";
            return;
        }
        if (scenario_.passed()) return;
        text_ += "\n " + paint(red, to_string(scenario_.outcome->verdict)) + ": " +
                 printable(scenario_.outcome->reason) + "\n";
        if (!scenario_.outcome->rerun.empty()) text_ += " again:  " + scenario_.outcome->rerun + "\n";
    }

    /// `words` under the step; further lines are indented as the first.
    void block(std::string_view title, std::string const& words) {
        std::string first = "         " + std::string(title) + ":";
        first.resize(20, ' ');
        std::string rest = printable(words);
        for (std::size_t end = rest.find('\n'); end != std::string::npos; end = rest.find('\n')) {
            line(first + rest.substr(0, end));
            rest.erase(0, end + 1);
            first.assign(20, ' ');
        }
        line(first + rest);
    }

    std::string rails() const {
        std::string rungs(spacing * std::max<std::size_t>(scenario_.start.parties.size(), 1), ' ');
        for (std::size_t column = 0; column < scenario_.start.parties.size(); ++column)
            rungs[place(column)] = '|';
        return rungs;
    }
    std::string timed(std::string const& rungs) const {
        std::string const time = time_ ? milliseconds(*time_) + " ms" : "";
        return std::string(gutter - 1 - std::min(gutter - 1, time.size()), ' ') + time + " " + rungs;
    }
    void line(std::string words) {
        words.erase(words.find_last_not_of(' ') + 1);
        text_ += words + "\n";
    }
    std::string paint(std::string_view ink, std::string_view words) const {
        return color_ ? std::string(ink) + std::string(words) + std::string(plain) : std::string(words);
    }
    static std::size_t place(std::size_t column) { return spacing / 4 + column * spacing; }
    std::optional<std::size_t> column_of(std::string const& party) const {
        auto const& parties = scenario_.start.parties;
        auto const found = std::find(parties.begin(), parties.end(), party);
        if (found == parties.end()) return std::nullopt;
        return static_cast<std::size_t>(found - parties.begin());
    }

    ScenarioRecord const& scenario_;
    bool color_;
    std::optional<sansio::Duration> time_;
    std::string text_;
};

}  // namespace

std::string ladder(ScenarioRecord const& scenario, bool color) {
    return Picture(scenario, color).draw();
}

}  // namespace reports
