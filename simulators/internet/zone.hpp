// DNS data of a simulated internet: records, and what an authoritative server answers from them.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "sansio/address.hpp"

namespace internet {

struct SrvRecord {
    std::uint16_t priority = 0;
    std::uint16_t weight = 0;
    std::uint16_t port = 5061;
    std::string target;
};
struct CnameRecord {
    std::string target;
};
/// Of the zone that its owner is the top of; of interest is how long its absences may be remembered.
struct SoaRecord {
    std::uint32_t minimum_s = 300;  // RFC 2308 §4: the TTL of negative answers
};

/// Names are written without the final dot; case does not matter.
struct DnsRecord {
    std::string name;
    std::variant<sansio::IpAddress, SrvRecord, CnameRecord, SoaRecord>
        data;  // an address is an A or AAAA record
    std::uint32_t ttl_s = 3600;
};

enum class RecordType : std::uint16_t { a = 1, cname = 5, soa = 6, aaaa = 28, srv = 33, other = 0 };
RecordType type_of(DnsRecord const& record);

/// NXDOMAIN: no such name and none below it. NODATA: `no_error` without records.
struct DnsAnswer {
    enum class Code : std::uint8_t { no_error = 0, server_failure = 2, name_error = 3, refused = 5 };
    Code code = Code::no_error;
    std::vector<DnsRecord> records;  // a chain of CNAMEs first, then what was asked for
    std::optional<DnsRecord>
        authority{};  // the SOA record of an absence (RFC 2308 §3), where the zone has one
};

class Zone {
public:
    void add(DnsRecord record);
    /// All records of that name and type; `other`: of every type.
    void remove(std::string_view name, RecordType type = RecordType::other);
    /// A chain of CNAMEs that never ends is answered as far as it was followed.
    DnsAnswer answer(std::string_view name, RecordType type) const;

private:
    DnsAnswer absence(DnsAnswer answer, std::string_view name) const;

    std::map<std::string, std::vector<DnsRecord>, std::less<>> names_;  // lower case, no final dot
};

}  // namespace internet
