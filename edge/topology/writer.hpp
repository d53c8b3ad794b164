// Writes a topology as the document that reader.hpp reads back to an equal one.
#pragma once
#include <string>

#include "edge/topology/topology.hpp"

namespace topology {

/// Settings that have their default are not written.
std::string write(Topology const& topology);

}  // namespace topology
