// What `fedproof lint` says of files that hold what came over a wire: one captured SIP message (.sip).
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace harness {

/// The verdict on one file, as `--format json` writes it (product.md §1). Empty texts and zeros are written as null.
struct FileVerdict {
    std::string file;
    bool accepted = true;
    std::string layer;
    int status = 0;
    std::string rule;
    std::string clause;
    std::optional<std::size_t> offset;
    std::string text;  // for people; not in the JSON
    std::size_t line = 1, column = 1;
};

/// `file` ends in .sip. Its bytes are taken as they came: lines end in CR LF.
bool is_message_file(std::string_view file);
FileVerdict judge_message(std::string_view bytes, std::string file);

/// "x.sip:3:7: malformed Via (RFC 3261 §20.42, rule via): 400"; empty when it is accepted.
std::string to_text(FileVerdict const& verdict);
/// One object of the array, in one line, without a line end.
std::string to_json(FileVerdict const& verdict);

}  // namespace harness
