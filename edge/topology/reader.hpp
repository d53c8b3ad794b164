// Reads a topology document, strictly: whatever is not understood is a finding with its place, and nothing is guessed.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "edge/topology/topology.hpp"
#include "sansio/result.hpp"

namespace topology {

/// What is wrong with a document and where; line and column count from 1, a column is a byte.
struct Finding {
    std::string file;
    std::uint32_t line = 1;
    std::uint32_t column = 1;
    std::string message;

    /// "edge.xml:12:7: unknown attribute …".
    std::string to_string() const;
    bool operator==(Finding const&) const = default;
};

/// `file_name` is only named in findings. Findings come in the order of the document, at most 100 of them.
sansio::Result<std::shared_ptr<Topology const>, std::vector<Finding>> read(std::string_view text,
                                                                           std::string_view file_name);

}  // namespace topology
