// The second stranger: libosip2 reads the structure of a message. It is lenient, so it judges together with the slicer.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "sansio/result.hpp"

namespace wire {

/// What a message says, as libosip2 reads it. Never used to mirror bytes: libosip2 decodes and reorders.
struct Summary {
    bool is_request = false;
    std::string method;  // of a response: the method of its CSeq
    std::string request_uri;
    int status = 0;
    std::string reason;
    std::string call_id;
    std::uint32_t cseq_number = 0;
    std::string cseq_method;
    std::string from_uri;
    std::string from_tag;
    std::string to_uri;
    std::string to_tag;
    std::string body;
};

struct ReadFault {
    std::string text;
};

/// Fails when libosip2 cannot read `message`, when a header that RFC 3261 §8.1.1 makes mandatory is missing, or when
/// libosip2 and plain slicing disagree about Call-ID, CSeq, tags or status.
sansio::Result<Summary, ReadFault> read_sip(std::string_view message);

}  // namespace wire
