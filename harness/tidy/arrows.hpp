// The architecture as a table: which folder may include which (design: arrows point down only).
#pragma once
#include <span>
#include <string_view>
#include <vector>

#include "harness/tidy/source_text.hpp"

namespace tidy {

/// Files of `folder` may include their own folder and `targets`; a target that ends in '/' stands for all below it.
/// A folder called testing has no row of its own: it follows its parent's as a test of it does.
struct Arrow {
    std::string_view folder;
    std::vector<std::string_view> targets;
    std::vector<std::string_view> for_tests = {};
};
std::span<Arrow const> arrows();

/// A library that only a few folders may include. `prefix` is how the path in <…> begins.
struct Confinement {
    std::string_view prefix;
    std::vector<std::string_view> folders;
    std::string_view reason;
};
std::span<Confinement const> confinements();

/// Include lines of `file` that no arrow and no confinement allows.
std::vector<Finding> forbidden_includes(SourceFile const& file);

}  // namespace tidy
