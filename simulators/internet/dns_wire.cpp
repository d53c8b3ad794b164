#include "simulators/internet/dns_wire.hpp"

#include <algorithm>
#include <memory>

// ldns defines bool, true and false as macros, so it comes last and they go.
#include <ldns/ldns.h>
#undef bool
#undef true
#undef false

namespace internet {
namespace {

struct Free {
    void operator()(ldns_pkt* packet) const { ldns_pkt_free(packet); }
    void operator()(ldns_rr* record) const { ldns_rr_free(record); }
    void operator()(std::uint8_t* bytes) const { LDNS_FREE(bytes); }
};
using Packet = std::unique_ptr<ldns_pkt, Free>;
using Record = std::unique_ptr<ldns_rr, Free>;

constexpr std::size_t srv_fields = 4;

std::string text_of(ldns_rdf const* name) {
    std::unique_ptr<char, decltype(&std::free)> const text(ldns_rdf2str(name), &std::free);
    std::string copy = text ? text.get() : "";
    if (copy.ends_with('.')) copy.pop_back();
    return copy;
}

ldns_rdf* domain_name(std::string const& name) {
    return ldns_dname_new_frm_str(name.empty() ? "." : name.c_str());
}

Record question(std::string const& name, RecordType type) {
    ldns_rdf* const owner = domain_name(name);
    if (owner == nullptr) return nullptr;
    Record record(ldns_rr_new());
    ldns_rr_set_owner(record.get(), owner);
    ldns_rr_set_type(record.get(), static_cast<ldns_rr_type>(type));
    ldns_rr_set_class(record.get(), LDNS_RR_CLASS_IN);
    ldns_rr_set_question(record.get(), 1);
    return record;
}

void push_data(ldns_rr* rr, sansio::IpAddress const& address) {
    bool const v4 = address.family == sansio::IpAddress::Family::v4;
    ldns_rr_push_rdf(rr, ldns_rdf_new_frm_data(v4 ? LDNS_RDF_TYPE_A : LDNS_RDF_TYPE_AAAA, v4 ? 4 : 16,
                                               address.bytes.data()));
}
void push_data(ldns_rr* rr, SrvRecord const& srv) {
    for (auto const value : {srv.priority, srv.weight, srv.port})
        ldns_rr_push_rdf(rr, ldns_native2rdf_int16(LDNS_RDF_TYPE_INT16, value));
    ldns_rr_push_rdf(rr, domain_name(srv.target));
}
void push_data(ldns_rr* rr, CnameRecord const& alias) {
    ldns_rr_push_rdf(rr, domain_name(alias.target));
}
void push_data(ldns_rr* rr, SoaRecord const& soa) {
    // Who serves the zone and who answers for it are of no interest here.
    for (char const* name : {"ns.invalid.", "hostmaster.invalid."}) ldns_rr_push_rdf(rr, domain_name(name));
    constexpr std::uint32_t serial = 1, refresh_s = 7200, retry_s = 3600, expire_s = 1'209'600;
    for (auto const value : {serial, refresh_s, retry_s, expire_s, soa.minimum_s})
        ldns_rr_push_rdf(rr, ldns_native2rdf_int32(LDNS_RDF_TYPE_INT32, value));
}

Record pack_record(DnsRecord const& record) {
    ldns_rdf* const owner = domain_name(record.name);
    if (owner == nullptr) return nullptr;
    Record rr(ldns_rr_new());
    ldns_rr_set_owner(rr.get(), owner);
    ldns_rr_set_type(rr.get(), static_cast<ldns_rr_type>(type_of(record)));
    ldns_rr_set_class(rr.get(), LDNS_RR_CLASS_IN);
    ldns_rr_set_ttl(rr.get(), record.ttl_s);
    std::visit([&rr](auto const& data) { push_data(rr.get(), data); }, record.data);
    return rr;
}

std::optional<sansio::IpAddress> address_in(ldns_rdf const* field, sansio::IpAddress::Family family) {
    sansio::IpAddress address{family, {}};
    std::size_t const size = family == sansio::IpAddress::Family::v4 ? 4 : 16;
    if (field == nullptr || ldns_rdf_size(field) != size) return std::nullopt;
    std::copy_n(ldns_rdf_data(field), size, address.bytes.begin());
    return address;
}

/// Nothing for types that nobody here asks for.
std::optional<DnsRecord> parse_record(ldns_rr const* rr) {
    DnsRecord record{text_of(ldns_rr_owner(rr)), CnameRecord{}, ldns_rr_ttl(rr)};
    using Family = sansio::IpAddress::Family;
    switch (ldns_rr_get_type(rr)) {
        case LDNS_RR_TYPE_A:
        case LDNS_RR_TYPE_AAAA: {
            auto const family = ldns_rr_get_type(rr) == LDNS_RR_TYPE_A ? Family::v4 : Family::v6;
            auto const address = address_in(ldns_rr_rdf(rr, 0), family);
            if (!address) return std::nullopt;
            record.data = *address;
            return record;
        }
        case LDNS_RR_TYPE_SRV:
            if (ldns_rr_rd_count(rr) != srv_fields) return std::nullopt;
            record.data = SrvRecord{ldns_rdf2native_int16(ldns_rr_rdf(rr, 0)),
                                    ldns_rdf2native_int16(ldns_rr_rdf(rr, 1)),
                                    ldns_rdf2native_int16(ldns_rr_rdf(rr, 2)), text_of(ldns_rr_rdf(rr, 3))};
            return record;
        case LDNS_RR_TYPE_CNAME:
            if (ldns_rr_rd_count(rr) != 1) return std::nullopt;
            record.data = CnameRecord{text_of(ldns_rr_rdf(rr, 0))};
            return record;
        default:
            return std::nullopt;
    }
}

std::string bytes_of(ldns_pkt const* packet) {
    std::uint8_t* bytes = nullptr;
    std::size_t size = 0;
    if (ldns_pkt2wire(&bytes, packet, &size) != LDNS_STATUS_OK) return {};
    std::unique_ptr<std::uint8_t, Free> const owner(bytes);
    return {reinterpret_cast<char const*>(bytes), size};
}

Packet parse(std::span<std::byte const> bytes) {
    ldns_pkt* packet = nullptr;
    auto const* data = reinterpret_cast<std::uint8_t const*>(bytes.data());
    if (ldns_wire2pkt(&packet, data, bytes.size()) != LDNS_STATUS_OK) return nullptr;
    Packet owner(packet);
    if (ldns_rr_list_rr_count(ldns_pkt_question(packet)) != 1) return nullptr;
    return owner;
}

}  // namespace

std::string pack(DnsQuery const& query) {
    Packet const packet(ldns_pkt_new());
    auto asked = question(query.name, query.type);
    if (!asked) return {};
    ldns_pkt_set_id(packet.get(), query.id);
    ldns_pkt_set_rd(packet.get(), 1);
    ldns_pkt_push_rr(packet.get(), LDNS_SECTION_QUESTION, asked.release());
    return bytes_of(packet.get());
}

std::optional<DnsQuery> parse_query(std::span<std::byte const> bytes) {
    auto const packet = parse(bytes);
    if (!packet || ldns_pkt_qr(packet.get()) || ldns_pkt_get_opcode(packet.get()) != LDNS_PACKET_QUERY)
        return std::nullopt;
    auto const* asked = ldns_rr_list_rr(ldns_pkt_question(packet.get()), 0);
    return DnsQuery{ldns_pkt_id(packet.get()), text_of(ldns_rr_owner(asked)),
                    static_cast<RecordType>(ldns_rr_get_type(asked))};
}

std::string pack(DnsResponse const& response) {
    Packet const packet(ldns_pkt_new());
    auto asked = question(response.name, response.type);
    if (!asked) return {};
    ldns_pkt_set_id(packet.get(), response.id);
    ldns_pkt_set_qr(packet.get(), 1);
    ldns_pkt_set_aa(packet.get(), 1);
    ldns_pkt_set_tc(packet.get(), response.truncated);
    ldns_pkt_set_rd(packet.get(), 1);
    ldns_pkt_set_rcode(packet.get(), static_cast<std::uint8_t>(response.answer.code));
    ldns_pkt_push_rr(packet.get(), LDNS_SECTION_QUESTION, asked.release());
    for (auto const& record : response.answer.records)
        if (auto rr = pack_record(record)) ldns_pkt_push_rr(packet.get(), LDNS_SECTION_ANSWER, rr.release());
    if (response.answer.authority)
        if (auto rr = pack_record(*response.answer.authority))
            ldns_pkt_push_rr(packet.get(), LDNS_SECTION_AUTHORITY, rr.release());
    return bytes_of(packet.get());
}

std::optional<DnsResponse> parse_response(std::span<std::byte const> bytes) {
    auto const packet = parse(bytes);
    if (!packet || !ldns_pkt_qr(packet.get())) return std::nullopt;
    auto const* asked = ldns_rr_list_rr(ldns_pkt_question(packet.get()), 0);
    DnsResponse response{ldns_pkt_id(packet.get()),
                         text_of(ldns_rr_owner(asked)),
                         static_cast<RecordType>(ldns_rr_get_type(asked)),
                         {}};
    response.truncated = ldns_pkt_tc(packet.get());
    response.answer.code = static_cast<DnsAnswer::Code>(ldns_pkt_get_rcode(packet.get()));
    auto const* answers = ldns_pkt_answer(packet.get());
    for (std::size_t index = 0; index < ldns_rr_list_rr_count(answers); ++index)
        if (auto record = parse_record(ldns_rr_list_rr(answers, index)))
            response.answer.records.push_back(std::move(*record));
    return response;
}

}  // namespace internet
