// Via (RFC 3261 §20.42, §18.2.1; RFC 5118 §4.5 for received).
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "edge/sip/message_view.hpp"
#include "edge/sip/parameters.hpp"
#include "sansio/address.hpp"

namespace sip {

struct Via {
    std::string_view transport;  // "TLS", as written
    std::string_view sent_by;    // "host:port" as written
    std::string_view host;
    std::uint16_t port = 0;  // 0: none given
    Parameters parameters;
    std::string_view branch;  // empty: none

    static Result<Via, SyntaxFault> parse(std::string_view text);
    /// The branch begins with the magic cookie and has something behind it (RFC 3261 §8.1.1.7, RFC 4475 §3.2.1).
    bool has_cookie() const;
};

/// The top Via of a message; header_missing if there is none.
Result<Via, SyntaxFault> top_via(MessageView const& view);

/// Host and branch of a Via that cannot be read, each as far as it is one, else empty.
struct SalvagedVia {
    std::string_view host;    // without a port
    std::string_view branch;  // of the first parameter of that name
};
SalvagedVia salvage_via(std::string_view text);

/// What a server appends to the top Via of a request: ";received=IP" when sent-by is not that address (RFC 3261 §18.2.1),
/// and, as Lync does, ";ms-received-port=N;ms-received-cid=TOKEN", which names the connection.
/// What the sender wrote of that kind himself goes: foreign_stamps().
std::string received_parameters(Via const& via, sansio::Endpoint const& source,
                                std::string_view connection_token);

/// The received, ms-received-port and ms-received-cid that the sender wrote into its own Via: views of `via_text`, each with its
/// ';', ascending. A server writes them (RFC 3261 §18.2.1), and each stands once (§7.3.1). Empty where a Via is usual.
std::vector<std::string_view> foreign_stamps(std::string_view via_text);

}  // namespace sip
