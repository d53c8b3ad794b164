#include "edge/dns/wire.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>

#include "sansio/check.hpp"
#include "sansio/domain_name.hpp"

// Last, because it makes macros of bool, true and false.
#include <ldns/ldns.h>
#undef bool
#undef true
#undef false

namespace dns {
namespace {

struct PacketDeleter {
    void operator()(ldns_pkt* packet) const { ldns_pkt_free(packet); }
};
using Packet = std::unique_ptr<ldns_pkt, PacketDeleter>;
struct NameDeleter {
    void operator()(ldns_rdf* name) const { ldns_rdf_deep_free(name); }
};
using Name = std::unique_ptr<ldns_rdf, NameDeleter>;
struct FreeDeleter {
    void operator()(void* memory) const { std::free(memory); }
};

/// What DNS text cannot show plainly is escaped by a backslash, so it is never mistaken for a host.
std::string name_text(ldns_rdf const* name) {
    std::unique_ptr<char, FreeDeleter> const text(name ? ldns_rdf2str(name) : nullptr);
    return text ? std::string(sansio::without_final_dot(text.get())) : std::string();
}

std::uint16_t number_at(ldns_rdf const* field) {
    return field ? ldns_rdf2native_int16(field) : std::uint16_t{0};
}

std::optional<sansio::IpAddress> address_of(ldns_rdf const* field, sansio::IpAddress::Family family) {
    std::size_t const size = family == sansio::IpAddress::Family::v4 ? 4 : 16;
    if (!field || ldns_rdf_size(field) != size) return std::nullopt;
    sansio::IpAddress address{family, {}};
    std::copy_n(ldns_rdf_data(field), size, address.bytes.begin());
    return address;
}

/// Nothing for a type or class that nobody asks for, or for a record without its fields.
std::optional<WireRecord> record_of(ldns_rr const* record) {
    if (ldns_rr_get_class(record) != LDNS_RR_CLASS_IN) return std::nullopt;
    WireRecord result;
    result.owner = name_text(ldns_rr_owner(record));
    result.type = static_cast<std::uint16_t>(ldns_rr_get_type(record));
    result.ttl = ldns_rr_ttl(record);
    auto const field = [record](std::size_t index) { return ldns_rr_rdf(record, index); };
    std::size_t const fields = ldns_rr_rd_count(record);
    switch (ldns_rr_get_type(record)) {
        case LDNS_RR_TYPE_A:
        case LDNS_RR_TYPE_AAAA: {
            bool const is_v4 = ldns_rr_get_type(record) == LDNS_RR_TYPE_A;
            auto const family = is_v4 ? sansio::IpAddress::Family::v4 : sansio::IpAddress::Family::v6;
            auto const address = fields == 1 ? address_of(field(0), family) : std::nullopt;
            if (!address) return std::nullopt;
            result.address = *address;
            return result;
        }
        case LDNS_RR_TYPE_SRV:
            if (fields != 4) return std::nullopt;
            result.service = {number_at(field(0)), number_at(field(1)), number_at(field(2)),
                              name_text(field(3))};
            return result;
        case LDNS_RR_TYPE_CNAME:
            if (fields != 1) return std::nullopt;
            result.alias = name_text(field(0));
            return result;
        default:
            return std::nullopt;
    }
}

std::optional<std::uint32_t> negative_ttl_of(ldns_rr_list const* authority) {
    for (std::size_t index = 0; index < ldns_rr_list_rr_count(authority); ++index) {
        ldns_rr const* const record = ldns_rr_list_rr(authority, index);
        if (ldns_rr_get_type(record) != LDNS_RR_TYPE_SOA || ldns_rr_rd_count(record) != 7) continue;
        // RFC 2308 §5: the smaller of the SOA's own TTL and its MINIMUM field.
        return std::min(ldns_rr_ttl(record), ldns_rdf2native_int32(ldns_rr_rdf(record, 6)));
    }
    return std::nullopt;
}

/// RFC 2181 §9: what is cut, perhaps within a record, is ignored but for the fact that it is cut.
std::optional<WireResponse> cut_response(std::span<std::byte const> datagram) {
    constexpr std::size_t header_size = 12, question_end_size = 4;
    if (datagram.size() < header_size) return std::nullopt;
    auto const* const wire = reinterpret_cast<std::uint8_t const*>(datagram.data());
    bool const is_query = LDNS_OPCODE_WIRE(wire) == LDNS_PACKET_QUERY;
    if (!LDNS_QR_WIRE(wire) || !LDNS_TC_WIRE(wire) || !is_query || LDNS_QDCOUNT(wire) != 1)
        return std::nullopt;
    std::size_t position = header_size;
    ldns_rdf* parsed = nullptr;
    if (ldns_wire2dname(&parsed, wire, datagram.size(), &position) != LDNS_STATUS_OK) return std::nullopt;
    Name const name(parsed);
    if (datagram.size() - position < question_end_size) return std::nullopt;
    if (ldns_read_uint16(wire + position + 2) != LDNS_RR_CLASS_IN) return std::nullopt;
    WireResponse response;
    response.id = LDNS_ID_WIRE(wire);
    response.question_name = name_text(name.get());
    response.question_type = ldns_read_uint16(wire + position);
    response.is_truncated = true;
    return response;
}

}  // namespace

bool is_query_name(std::string_view name) {
    if (name.empty() || name.size() > sansio::domain_name_size_max) return false;
    constexpr std::size_t label_size_max = 63;
    std::size_t label_size = 0;
    for (char const letter : name) {
        bool const is_letter = (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z');
        bool const is_other = (letter >= '0' && letter <= '9') || letter == '-' || letter == '_';
        if (letter == '.') {
            if (label_size == 0) return false;
            label_size = 0;
        } else if (!(is_letter || is_other) || ++label_size > label_size_max) {
            return false;
        }
    }
    return label_size != 0;
}

std::string encode_query(std::uint16_t id, std::string_view name, Type type) {
    sansio::check(is_query_name(name), "a query name");
    Name owner(ldns_dname_new_frm_str(std::string(name).c_str()));
    sansio::check(owner != nullptr, "a query name is a DNS name");
    // The packet owns the name from here on.
    Packet const packet(
        ldns_pkt_query_new(owner.release(), static_cast<ldns_rr_type>(type), LDNS_RR_CLASS_IN, LDNS_RD));
    sansio::check(packet != nullptr, "memory");
    ldns_pkt_set_id(packet.get(), id);
    std::uint8_t* wire = nullptr;
    std::size_t size = 0;
    ldns_status const status = ldns_pkt2wire(&wire, packet.get(), &size);
    std::unique_ptr<std::uint8_t, FreeDeleter> const owned(wire);
    sansio::check(status == LDNS_STATUS_OK, "a question can be written");
    return {reinterpret_cast<char const*>(wire), size};
}

std::optional<WireResponse> decode_response(std::span<std::byte const> datagram) {
    ldns_pkt* parsed = nullptr;
    auto const* const wire = reinterpret_cast<std::uint8_t const*>(datagram.data());
    if (datagram.empty() || ldns_wire2pkt(&parsed, wire, datagram.size()) != LDNS_STATUS_OK)
        return cut_response(datagram);
    Packet const packet(parsed);
    ldns_rr_list const* const questions = ldns_pkt_question(parsed);
    if (!ldns_pkt_qr(parsed) || ldns_pkt_get_opcode(parsed) != LDNS_PACKET_QUERY) return std::nullopt;
    if (ldns_rr_list_rr_count(questions) != 1) return std::nullopt;
    ldns_rr const* const question = ldns_rr_list_rr(questions, 0);
    if (ldns_rr_get_class(question) != LDNS_RR_CLASS_IN) return std::nullopt;
    WireResponse response;
    response.id = ldns_pkt_id(parsed);
    response.question_name = name_text(ldns_rr_owner(question));
    response.question_type = static_cast<std::uint16_t>(ldns_rr_get_type(question));
    response.is_truncated = ldns_pkt_tc(parsed);
    response.code = static_cast<std::uint8_t>(ldns_pkt_get_rcode(parsed));
    ldns_rr_list const* const answers = ldns_pkt_answer(parsed);
    for (std::size_t index = 0; index < ldns_rr_list_rr_count(answers); ++index)
        if (auto record = record_of(ldns_rr_list_rr(answers, index)))
            response.answers.push_back(std::move(*record));
    response.negative_ttl = negative_ttl_of(ldns_pkt_authority(parsed));
    return response;
}

std::string response_code_text(std::uint8_t code) {
    static constexpr std::array<std::string_view, 6> names{"NOERROR",  "FORMERR", "SERVFAIL",
                                                           "NXDOMAIN", "NOTIMP",  "REFUSED"};
    if (code < names.size()) return std::string(names[code]);
    return "code " + std::to_string(code);
}

}  // namespace dns
