// JUnit XML, as CI servers read it: one testsuite a folder of scenarios, one testcase a scenario.
#pragma once
#include <string>

#include "reports/run.hpp"

namespace reports {

std::string junit(Run const& run);

}  // namespace reports
