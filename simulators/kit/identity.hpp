// Who is at the other end, by the rule that Lync edges keep: the expected FQDN in the certificate's alternative names.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "sansio/network.hpp"

namespace kit {

/// The names that count: dNSName entries, or the common name of a certificate without any alternative name.
std::vector<std::string> names_of(sansio::PeerIdentity const& identity);
/// Whole names, case does not matter, no wildcards.
bool holds_name(sansio::PeerIdentity const& identity, std::string_view expected);
/// For the journal: "sip.fabrikam.com, fabrikam.com", "no certificate".
std::string describe(sansio::PeerIdentity const& identity);
/// For the journal: "refused: connection refused".
std::string describe(sansio::ConnectionFault const& fault);

}  // namespace kit
