// Where something stands in a file, and what a reader says about it.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace script {

/// Counted from 1; columns count bytes.
struct Place {
    std::uint32_t line = 1;
    std::uint32_t column = 1;
    bool operator==(Place const&) const = default;
};

/// One thing that is wrong with a file, said so that its author can mend it.
struct Finding {
    std::string file;
    Place place;
    std::string message;
    bool operator==(Finding const&) const = default;
};
using Findings = std::vector<Finding>;

/// "file:line:column: message"
std::string to_string(Finding const& finding);

}  // namespace script
