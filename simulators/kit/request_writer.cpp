#include "simulators/kit/request_writer.hpp"

#include <utility>

#include "simulators/wire/slices.hpp"

namespace kit {
namespace {

std::string name_addr(User const& user) {
    auto const name = user.display_name.empty() ? std::string() : "\"" + user.display_name + "\"";
    return name + "<sip:" + user.address + ">";
}

std::string from_value(LocalUser const& endpoint, std::string_view tag) {
    auto const value = name_addr(endpoint.user) + ";tag=" + std::string(tag);
    return endpoint.epid.empty() ? value : value + ";epid=" + endpoint.epid;
}

std::vector<std::string> start_line_edits(std::string const& text, SendOrder const& order) {
    wire::RawMessage const message(text);
    auto const method = order.method.empty() ? std::string(message.method()) : order.method;
    auto const uri = order.request_uri.empty() ? std::string(message.request_uri()) : order.request_uri;
    auto const number = std::to_string(wire::cseq_number(message.value("CSeq")));
    return {"=" + method + " " + uri + " SIP/2.0", "CSeq: " + number + " " + method};
}

std::string header_lines(wire::RawMessage const& message, std::string_view name) {
    std::string lines;
    for (auto const value : message.values(name))
        lines += (lines.empty() ? "" : "\r\n") + std::string(name) + ": " + std::string(value);
    return lines;
}

}  // namespace

std::string request_uri_from(std::string_view to) {
    bool const whole = wire::same_text(to.substr(0, 4), "sip:") || wire::same_text(to.substr(0, 5), "sips:");
    return (whole ? "" : "sip:") + std::string(to);
}

RequestWriter::Written RequestWriter::outside(SendOrder const& order, LocalUser const& from) {
    return write(order, values_outside(order, from));
}

RequestWriter::Written RequestWriter::inside(SendOrder const& order, LocalUser const& from,
                                             Conversation& conversation) {
    return write(order, values_inside(order, from, conversation));
}

wire::Values RequestWriter::values_outside(SendOrder const& order, LocalUser const& from) {
    auto const uri = request_uri_from(order.to);
    auto const tag = random_.hex(10);
    wire::Values values{{"request_uri", uri},
                        {"from", from_value(from, tag)},
                        {"from_tag", tag},
                        {"to", "<sip:" + std::string(wire::address_of(uri)) + ">"},
                        {"call_id", random_.hex(32)},
                        {"cseq", "1"},
                        {"contact", from.contact},
                        {"route", ""},
                        {"address", from.user.address}};
    bool const record_routes = settings_.record_routes.value_or(settings_.dialect->record_routes.value);
    values["record_route"] = record_routes ? "Record-Route: " + own_record_route(settings_, random_) : "";
    std::string headers;
    if (settings_.dialect->asserts_identity.value && !order.user.empty())
        headers = "P-Asserted-Identity: " + name_addr(from.user);
    for (auto const& line : settings_.request_headers) headers += (headers.empty() ? "" : "\r\n") + line;
    values["headers"] = headers;
    add_common(values, order);
    return values;
}

wire::Values RequestWriter::values_inside(SendOrder const& order, LocalUser const& from,
                                          Conversation& conversation) {
    // RFC 3261 §13.2.2.4: the ACK of a 2xx has the number of its INVITE.
    bool const ack = order.template_name == "ack";
    if (!ack) ++conversation.local_cseq;
    wire::Values values{{"request_uri", conversation.remote_target},
                        {"from", conversation.local},
                        {"from_tag", conversation.local_tag},
                        {"to", conversation.remote},
                        {"call_id", conversation.view.call_id},
                        {"cseq", std::to_string(ack ? conversation.invite_cseq : conversation.local_cseq)},
                        {"contact", from.contact},
                        {"route", route_lines(conversation)},
                        {"record_route", ""},
                        {"headers", ""},
                        {"address", from.user.address}};
    add_common(values, order);
    return values;
}

void RequestWriter::add_common(wire::Values& values, SendOrder const& order) {
    values["host"] = settings_.host_name;
    values["port"] = std::to_string(settings_.listen.port);
    values["branch"] = "z9hG4bK" + random_.hex(16);
    values["token"] = random_.hex(12);
    values["conversation_id"] = random_.hex(26) + "==";
    values["body"] = order.body;
}

RequestWriter::Written RequestWriter::write(SendOrder const& order, wire::Values const& values) const {
    std::string text;
    if (order.literal && order.exact) {
        text = *order.literal;
    } else {
        auto const source = order.literal ? std::string_view(*order.literal)
                                          : settings_.dialect->text_of(order.template_name);
        if (source.empty())
            return sansio::unexpected(CommandFault{"no template of that name: " + order.template_name});
        auto filled = wire::fill(source, values);
        if (!filled) return sansio::unexpected(CommandFault{filled.error().text});
        text = std::move(*filled);
    }
    if (!order.method.empty() || !order.request_uri.empty()) {
        auto const edits = start_line_edits(text, order);
        auto renamed = wire::edit(std::move(text), edits);
        if (!renamed) return sansio::unexpected(CommandFault{renamed.error().text});
        text = std::move(*renamed);
    }
    auto edited = wire::edit(std::move(text), order.edits);
    if (!edited) return sansio::unexpected(CommandFault{edited.error().text});
    return std::move(*edited);
}

/// RFC 3261 §9.1: CANCEL has the Request-URI, Call-ID, To, From, Route, the number of CSeq and the top Via of the request.
/// §17.1.1.3: so has the ACK of a refused INVITE, but the To of the answer.
RequestWriter::Written RequestWriter::made_of(SendOrder const& order) const {
    wire::RawMessage const asked(order.made_of);
    bool const ack = order.template_name == "ack_refused";
    auto const to =
        ack && !order.acknowledged_to.empty() ? order.acknowledged_to : std::string(asked.value("To"));
    wire::Values const values{{"request_uri", std::string(asked.request_uri())},
                              {"via", "Via: " + std::string(asked.value("Via"))},
                              {"route", header_lines(asked, "Route")},
                              {"from", std::string(asked.value("From"))},
                              {"to", to},
                              {"call_id", std::string(asked.value("Call-ID"))},
                              {"cseq", std::to_string(wire::cseq_number(asked.value("CSeq")))}};
    SendOrder writing;
    writing.template_name = "ack_refused";
    if (!ack)
        writing.edits = {"=CANCEL " + std::string(asked.request_uri()) + " SIP/2.0",
                         "CSeq: " + values.at("cseq") + " CANCEL"};
    writing.edits.insert(writing.edits.end(), order.edits.begin(), order.edits.end());
    return write(writing, values);
}

}  // namespace kit
