// The requests that a check sends, as an edge of ours would write them (RFC 3261 §8.1.1).
#pragma once
#include <string>
#include <string_view>

#include "sansio/random.hpp"
#include "simulators/wire/raw_message.hpp"

namespace check {

/// Who asks.
struct Caller {
    std::string host_name;  // of our edge, as its certificate says: "sip.contoso.com"
    std::string domain;     // "contoso.com"
    std::string address;    // "alice@contoso.com"; empty: nobody in particular
};

struct WrittenRequest {
    std::string text;
    std::string branch;
    std::string call_id;
};

/// Whether somebody there speaks SIP with us. `to`: a domain, or user@domain.
WrittenRequest write_options(Caller const& caller, std::string_view to, sansio::Random& random);
/// Presence, once: Expires 0 leaves no subscription behind (RFC 6665 §4.4.3).
WrittenRequest write_subscribe(Caller const& caller, std::string_view to, sansio::Random& random);
/// A message outside of any session (RFC 3428).
WrittenRequest write_message(Caller const& caller, std::string_view to, std::string_view body,
                             sansio::Random& random);
/// What a request of the partner is answered on our connection: NOTIFY and OPTIONS 200, else 501. Empty: nothing, as for ACK
/// and what has no Via.
std::string write_answer(wire::RawMessage const& request);

}  // namespace check
