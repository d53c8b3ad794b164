// A small sound scenario for the tests of the reader: each test puts its own lines into it.
#pragma once
#include <string>
#include <string_view>

namespace script {

inline std::string scenario_with(std::string_view story, std::string_view given = "",
                                 std::string_view attributes = "") {
    return "<scenario xmlns=\"urn:fedproof:scenario:1\" id=\"sip/test\" judges=\"rfc3261/16.3/3\" " +
           std::string(attributes) +
           ">\n"
           "<title>A test</title>\n"
           "<cast>\n"
           "<organisation id=\"contoso\" edge=\"under-test\" users=\"alice\"/>\n"
           "<partner id=\"fabrikam\" kind=\"lync2013\" users=\"bob\"/>\n"
           "<partner id=\"northwind\" kind=\"lync2013\" users=\"carol\" domain=\"northwind.example\"/>\n"
           "</cast>\n"
           "<given>" +
           std::string(given) + "</given>\n<story>\n" + std::string(story) + "\n</story>\n</scenario>\n";
}

/// The line of the story's first step in scenario_with().
inline constexpr unsigned story_line = 10;

}  // namespace script
