// The chapters of a scenario file, read one after the other by reader.cpp.
#pragma once
#include "harness/script/names.hpp"
#include "harness/script/reader.hpp"

namespace script {

Cast read_cast(Element const& cast);

Given read_given(Element const& given, Names const& names, ReadOptions const& options);
// These stand under <given> and in a story alike.
Shell read_shell(Element const& shell, ReadOptions const& options);
DnsChange read_dns(Element const& dns, Names const& names);
CertificateChange read_certificate(Element const& certificate, Names const& names);

std::vector<Step> read_story(Element const& story, Names const& names, ReadOptions const& options);

// The steps that send a request of their own choice and look at single messages (read_wire_steps.cpp).
Send read_send(Element const& send, Names const& names);
Expect read_expect(Element const& expect, Names const& names);
Refused read_refused(Element const& refused, Names const& names);

/// Reports texts of the story that name what nobody knows, or hold escapes that are none.
void check_texts(Scenario const& scenario, Source& source);

/// The text of <im>, <page> and bodies: without the indentation that the file gives it.
std::string spoken_text(Element const& element);

}  // namespace script
