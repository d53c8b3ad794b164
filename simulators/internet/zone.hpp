// DNS data of a simulated internet: records, and what an authoritative server answers from them.
#pragma once
#include <cstdint>
#include <map>
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

/// Names are written without the final dot; case does not matter.
struct DnsRecord {
    std::string name;
    std::variant<sansio::IpAddress, SrvRecord, CnameRecord> data;  // an address is an A or AAAA record
    std::uint32_t ttl_s = 3600;
};

enum class RecordType : std::uint16_t { a = 1, cname = 5, aaaa = 28, srv = 33, other = 0 };
RecordType type_of(DnsRecord const& record);

/// NXDOMAIN: no such name and none below it. NODATA: `no_error` without records.
struct DnsAnswer {
    enum class Code : std::uint8_t { no_error = 0, server_failure = 2, name_error = 3, refused = 5 };
    Code code = Code::no_error;
    std::vector<DnsRecord> records;  // a chain of CNAMEs first, then what was asked for
};

class Zone {
public:
    void add(DnsRecord record);
    /// All records of that name and type; `other`: of every type.
    void remove(std::string_view name, RecordType type = RecordType::other);
    /// A name that exists and has no records: NODATA for all types.
    void add_empty(std::string_view name);
    DnsAnswer answer(std::string_view name, RecordType type) const;

private:
    std::map<std::string, std::vector<DnsRecord>, std::less<>> names_;  // lower case, no final dot
};

}  // namespace internet
