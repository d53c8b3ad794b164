// Responses that the edge makes itself: to the inside with diagnostics, to a federated peer the bare status (facts/wire.md §1.7.6).
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "edge/service/links.hpp"
#include "edge/service/self.hpp"
#include "edge/sip/transaction/layer.hpp"

namespace edge {

struct Refusal {
    int status = 500;
    std::uint32_t diagnostic = 0;  // of policy::diagnostics(); 0: none
    std::vector<std::pair<std::string, std::string>> parameters;
    std::string headers;  // whole lines that the clause demands, for every peer: "Unsupported: foo\r\n"
};

class Answers {
public:
    Answers(Links& links, sip::transaction::Layer& layer) : links_(links), layer_(layer) {}

    /// Answers a transaction. Without its connection nobody hears it, but the transaction is over all the same.
    void answer(sip::transaction::TransactionId id, Self const& self, Refusal const& refusal,
                sansio::Time now);
    /// A status without anything else, as 100 and 200.
    void answer(sip::transaction::TransactionId id, int status, std::string_view headers, sansio::Time now);
    /// The latest response again, for a repeated request.
    void repeat(sip::transaction::TransactionId id, sansio::Time now);
    /// Answers a request that has no transaction; what cannot be answered (an ACK) is left.
    void answer(Link& link, sip::MessageView const& request, Self const& self, Refusal const& refusal);

private:
    Link* open_link(sip::transaction::TransactionId id, sansio::Time now);
    void send(sip::transaction::TransactionId id, int status, std::string_view headers, sansio::Time now);

    Links& links_;
    sip::transaction::Layer& layer_;
    sansio::ByteBuffer unheard_;
};

}  // namespace edge
