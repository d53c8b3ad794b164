// A target file: somebody else's edge as `--on target` needs to know it. The document form, all parts but the name optional:
//
//   <target xmlns="urn:fedproof:target:1" name="kamailio" load="permitted" ceiling="200">
//     <external endpoint="127.0.1.10:5061" fqdn="sip.contoso.com"/>      where partners reach it
//     <internal endpoint="127.0.1.11:5061" fqdn="edge-int.contoso.com"/>
//     <next-hop endpoint="127.0.1.20:5061" fqdn="pool01.contoso.com"/>   where the harness's home server has to listen
//     <resolver endpoint="127.0.1.2:10053"/>                             where the target asks for names
//     <certificates folder="certificates"/>                              where the harness writes them
//     <capabilities has="timers restart"/>
//     <hook on="start" command="./target.py start" within="20s"/>        also stop and apply
//     <facts federation="true" discovery="false">
//       <own domain="contoso.com"/> <allowed domain="fabrikam.com" proxy-fqdn="sip.fabrikam.com"/> <blocked domain="spam.example"/>
//     </facts>
//   </target>
//
// An endpoint that is not given is the harness's to choose, for each scenario anew. docs/targets/README.md is the reference.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/script/finding.hpp"
#include "sansio/address.hpp"
#include "sansio/result.hpp"
#include "sansio/time.hpp"

namespace targets {

inline constexpr std::string_view document_namespace = "urn:fedproof:target:1";

/// One side of the target, as far as it is fixed.
struct Side {
    std::optional<sansio::Endpoint> endpoint;
    std::string fqdn;  // lower case; empty: the scenario's
};

/// A command that is given the wanted state (wanted_state.hpp) on its standard input and answers one line (hook_answer.hpp).
struct Hook {
    std::vector<std::string> command;  // empty: there is none
    sansio::Duration within = std::chrono::seconds{20};
};

struct AllowedDomain {
    std::string domain;
    std::string proxy_fqdn;  // empty: found by SRV
};

/// What is true of the target whatever a scenario wants.
struct Facts {
    bool federation = true;
    bool discovery = false;
    std::vector<std::string> own;
    std::vector<AllowedDomain> allowed;
    std::vector<std::string> blocked;
};

struct Target {
    std::string name;
    std::string folder;  // of the file: names in it begin there; empty: the working directory
    Side external;
    Side internal;
    Side next_hop;
    std::optional<sansio::Endpoint> resolver;
    std::string certificates_folder;  // empty: a folder of the scenario's own
    std::vector<std::string> capabilities;
    Hook start;
    Hook stop;
    Hook apply;
    std::optional<Facts> facts;
    std::optional<std::uint32_t>
        load_ceiling;  // requests a second that may leave loopback; nothing: no load may

    bool can(std::string_view capability) const;
    /// Some endpoint is fixed, so only one scenario can be played at a time.
    bool is_fixed() const {
        return external.endpoint || internal.endpoint || next_hop.endpoint || resolver.has_value();
    }
};

/// `file` goes into the findings, which are in the order of the text; its folder is where relative names begin.
sansio::Result<Target, script::Findings> read(std::string_view text, std::string_view file);

}  // namespace targets
