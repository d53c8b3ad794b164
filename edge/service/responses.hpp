// A response's way through the edge: is it ours, whose is it, and may it go upstream (RFC 3261 §16.7)?
#pragma once
#include "edge/service/requests.hpp"

namespace edge {

class Responses {
public:
    Responses(RelayState& state, ResponseContexts& contexts, Requests& requests)
        : state_(state), contexts_(contexts), requests_(requests) {}

    void receive(Link& link, sip::MessageView const& response, sansio::Time now);

private:
    using TransactionId = sip::transaction::TransactionId;

    /// 503 (RFC 3261 §21.5.4): its server is left alone for as long as it asks, and another one is tried. True if there is one.
    bool tried_elsewhere(TransactionId id, Link const& from, sip::MessageView const& response,
                         sansio::Time now);
    /// `from`: the link that its request went over.
    void pass(TransactionId id, Link& from, sip::MessageView const& response, sansio::Time now);
    std::string added_headers(Link const& from, sip::MessageView const& response) const;

    RelayState& state_;
    ResponseContexts& contexts_;
    Requests& requests_;
};

}  // namespace edge
