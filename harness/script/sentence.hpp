// The text of an entry of requirements.xml or out_of_scope.xml.
#pragma once
#include <string>

#include "harness/script/xml.hpp"

namespace script {

/// The element's text in one line, whatever its line breaks are. Reported when it does not end in a full stop.
std::string sentence(Element const& element);

}  // namespace script
