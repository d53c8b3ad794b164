// The embedded templates of each dialect; the files stand in templates/<dialect>/.
#pragma once
#include <vector>

#include "simulators/kit/dialect.hpp"

namespace sip_peer {

std::vector<kit::TemplateFile> lync2013_templates();

}  // namespace sip_peer
