// The trait sheet of Lync Server 2013. Sources: a trace of Lync on the wire (TRACE-A), Cisco's interoperability guide
// (CISCO), MS-OCER (OCER); "unsourced" marks what common practice made us choose.
#include "simulators/sip_peer/dialects.hpp"
#include "simulators/sip_peer/templates.hpp"

namespace sip_peer {

kit::Dialect const& lync2013() {
    static kit::Dialect const dialect{
        "lync2013",
        lync2013_templates(),
        {"RTC/5.0", "unsourced"},
        {true, "TRACE-A"},
        {true, "CISCO"},
        {true, "RFC 3325"},
        {"ms-asserted-verification-level: ms-source-verified-user=verified", "unsourced"},
        {"ms-diagnostics: 1003;reason=\"User does not exist\";TargetUri=\"${address}\";source=\"${host}\"",
         "OCER"},
    };
    return dialect;
}

}  // namespace sip_peer
