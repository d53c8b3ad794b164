// What `fedproof lint` says of one file, for people and as JSON.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/script/finding.hpp"

namespace harness {

/// The verdict on one file, as `--format json` writes it. product.md §1 names the keys from file to offset; taken and
/// findings are more, as is a verdict of null for what cannot be read. Empty texts and zeros are written as null.
struct FileVerdict {
    enum class Verdict : std::uint8_t { accept, reject, unread };
    /// A line of 0: the file as a whole.
    struct Finding {
        std::size_t line = 0, column = 0;
        std::string text;
    };

    std::string file;
    Verdict verdict = Verdict::accept;
    std::string layer;
    int status = 0;
    std::string rule;
    std::string clause;
    std::optional<std::size_t> offset;   // of the fault
    std::optional<std::uint32_t> taken;  // of messages: those before the fault, or all
    std::vector<Finding> findings;       // the fault comes last; of a file that is accepted: remarks
};

/// Of a file that is no message: a scenario, requirements, a topology. `text`: what the file holds.
FileVerdict verdict_of(script::Findings const& findings, std::string_view text, std::string file);
/// Of a file that was not judged.
FileVerdict unread(std::string file, std::string why);

/// A line for each finding, "x.xml:3:7: what is wrong", with its line end. Of messages also that they are accepted.
std::string to_text(FileVerdict const& verdict);
/// One object of the array, in one line, without a line end.
std::string to_json(FileVerdict const& verdict);

}  // namespace harness
