// A small good document for the tests of this folder, with holes to put something wrong into.
#pragma once
#include <string>
#include <string_view>

namespace topology {

/// The least that reads, plus `sections` behind <edge>.
inline std::string small_document(std::string_view sections = {}) {
    return R"(<topology xmlns="urn:fedproof:topology:1">
  <sip-domains><domain name="contoso.com"/></sip-domains>
  <edge>
    <external fqdn="sip.contoso.com" listen="127.0.1.10:5061"/>
    <internal fqdn="edge-int.contoso.com" listen="127.0.1.11:5061"/>
    <next-hop fqdn="pool01.contoso.com" address="127.0.1.20:5061"/>
    <certificate usage="AccessEdgeExternal" chain="a.pem" key="a.key" authorities="a.ca"/>
    <certificate usage="Internal" chain="b.pem" key="b.key" authorities="b.ca"/>
  </edge>
)" + std::string(sections) +
           "</topology>\n";
}

/// The small document with the first `old_text` replaced.
inline std::string small_document_with(std::string_view old_text, std::string_view new_text) {
    std::string text = small_document();
    return text.replace(text.find(old_text), old_text.size(), new_text);
}

}  // namespace topology
