// The chapters of a scenario file, read one after the other by reader.cpp.
#pragma once
#include "harness/script/names.hpp"
#include "harness/script/reader.hpp"

namespace script {

/// One row of the scenario's table: its id and what it puts in for ${column}.
struct TableRow {
    std::string id;
    Place place;
    std::vector<std::pair<std::string, std::string>> columns;
};
/// At least one row, or a finding.
std::vector<TableRow> read_table(Element const& table);
/// Reports columns that nothing in the file uses, or that have the name of somebody of `scenario`, the last row's.
void check_table(std::vector<TableRow> const& rows, Scenario const& scenario, Source& source);

Cast read_cast(Element const& cast);

Given read_given(Element const& given, Names const& names, ReadOptions const& options);
// These stand under <given> and in a story alike.
Shell read_shell(Element const& shell, ReadOptions const& options);
CertificateChange read_certificate(Element const& certificate, Names const& names);
TlsChange read_tls(Element const& tls, Names const& names);
ByHand read_by_hand(Element const& by_hand, Names const& names);
DnsChange read_dns(Element const& dns, Names const& names);  // read_dns.cpp

std::vector<Step> read_story(Element const& story, Names const& names, ReadOptions const& options);

// The steps that send messages of their own choice and look at single ones (read_wire_steps.cpp, read_expect.cpp).
Send read_send(Element const& send, Names const& names, ReadOptions const& options);
Answer read_answer(Element const& answer, ReadOptions const& options);
Again read_again(Element const& again);
Expect read_expect(Element const& expect, Names const& names);
Refused read_refused(Element const& refused, Names const& names);

// The steps that speak of connections, the network and load (read_network_steps.cpp).
Connect read_connect(Element const& connect, Names const& names);
CloseConnection read_close(Element const& close, Names const& names);
Closed read_closed(Element const& closed, Names const& names);
Connected read_connected(Element const& connected, Names const& names);
Pong read_pong(Element const& pong, Names const& names);
Connections read_connections(Element const& connections, Names const& names);
EdgeHolds read_edge_holds(Element const& edge);
Interrupt read_interrupt(Element const& interrupt, Names const& names);
Traffic read_traffic(Element const& traffic, Names const& names);

/// RFC 3261 §25.1
bool is_token(std::string_view text);
/// The attribute `method`; empty without one.
std::string read_method(Element const& element);
/// "Name: value" of an attribute.
std::optional<std::pair<std::string, std::string>> read_header_line(Element const& element,
                                                                    std::string_view attribute);
/// The attribute `name` of a <header>.
std::string read_header_name(Element const& header);
/// The attribute `label`, a word of letters, digits and "-"; empty without one.
std::string read_label(Element const& element, std::string_view attribute = "label");

/// Reports texts and labels of the story that name what nobody knows, or hold escapes that are none.
void check_texts(Scenario const& scenario, Source& source);

/// The text of <im>, <page> and bodies: without the indentation that the file gives it.
std::string spoken_text(Element const& element);

}  // namespace script
