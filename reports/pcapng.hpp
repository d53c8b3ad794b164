// A scenario's messages as a capture file that Wireshark opens as readable SIP (product.md §4).
#pragma once
#include <string>

#include "reports/run.hpp"

namespace reports {

/// A whole pcapng file. Each pair of parties talks over a TCP conversation in clear on port 5060, with addresses of RFC 5737 by
/// the column of the party and the party's name beside them. The octets are those of the record, unchanged; behind a message
/// that does not tell its own end the pair goes on over a new conversation, so that it cannot swallow the next one. Times count
/// from the run's calendar date. Steps and occurrences are remarks on the packet before them, the verdict is one on the file.
std::string pcapng(RunHeader const& header, ScenarioRecord const& scenario);

/// "sip/hello-out", round 1 → "sip-hello-out.pcapng"; later rounds have their number behind the id.
std::string pcapng_file_name(ScenarioStart const& start);

}  // namespace reports
