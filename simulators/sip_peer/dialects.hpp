// One function for each dialect that a partner can speak.
#pragma once
#include "simulators/kit/dialect.hpp"

namespace sip_peer {

kit::Dialect const& lync2013();

}  // namespace sip_peer
