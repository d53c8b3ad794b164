// Files for the server: read whole, relative to the topology's folder.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "sansio/address.hpp"
#include "sansio/result.hpp"

namespace edge {

/// The bytes of a file, or the system's words why not.
sansio::Result<std::string, std::string> read_whole(std::string const& path);
/// `name` as the document `document` means it: an absolute name stays, another is looked for beside the document.
std::string beside(std::string const& document, std::string const& name);
/// The nameservers of a resolv.conf text in their order, port 53.
std::vector<sansio::Endpoint> nameservers(std::string_view resolv_conf);

}  // namespace edge
