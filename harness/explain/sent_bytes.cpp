#include "harness/explain/sent_bytes.hpp"

#include <span>

#include "harness/runner/step_text.hpp"
#include "harness/script/sip_text.hpp"

namespace explain {
namespace {

using Lines = std::vector<std::string>;

std::string literal_text(script::Literal const& literal, script::Variables const& known) {
    auto const bytes = script::to_bytes(literal, known);
    if (bytes) return *bytes + (bytes->ends_with('\n') ? "" : "\n");
    return "known in a run only (" + bytes.error().message + "):\n" + script::unindent(literal.text) + "\n";
}

void add_writing(script::Writing const& writing, std::string const& template_name,
                 script::Variables const& known, Lines& lines) {
    for (auto const& literal : writing.literals) lines.push_back(literal_text(literal, known));
    if (!writing.literals.empty()) return;
    std::string text = "by the template " + template_name + " of its dialect";
    for (auto const& header : writing.headers)
        text += (header.value ? "; " + header.name + ": " + *header.value : "; without " + header.name);
    if (!writing.body.empty()) text += "; body: " + writing.body;
    lines.push_back(std::move(text));
}

void add(std::span<script::Step const> steps, script::Variables const& known, Lines& lines) {
    for (auto const& step : steps) {
        for (auto const* const inner : script::inner_steps(step)) add(*inner, known, lines);
        if (auto const* send = std::get_if<script::Send>(&step.what)) {
            lines.push_back(runner::step_text(step));
            add_writing(send->writing, send->method, known, lines);
        } else if (auto const* answer = std::get_if<script::Answer>(&step.what)) {
            lines.push_back(runner::step_text(step));
            add_writing(answer->writing, "of answers", known, lines);
        } else if (std::holds_alternative<script::Im>(step.what) ||
                   std::holds_alternative<script::Bye>(step.what) ||
                   std::holds_alternative<script::Page>(step.what) ||
                   std::holds_alternative<script::Options>(step.what)) {
            lines.push_back(runner::step_text(step));
            lines.emplace_back("by the templates of its dialect, unchanged");
        }
    }
}

}  // namespace

std::vector<std::string> sent_bytes(script::Scenario const& scenario) {
    Lines lines;
    add(scenario.story, script::variables(scenario), lines);
    if (lines.empty()) lines.emplace_back("no step of it writes a message of its own");
    return lines;
}

}  // namespace explain
