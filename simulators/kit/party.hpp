// A simulated SIP party: a home server or a partner's edge with the users behind it, in one host. It writes by
// templates, mirrors raw bytes, and does by itself what an endpoint is obliged to do. It never includes the edge.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sansio/host.hpp"
#include "sansio/result.hpp"
#include "simulators/kit/journal.hpp"
#include "simulators/kit/misbehaviour.hpp"
#include "simulators/kit/party_settings.hpp"

namespace kit {

/// A command that makes no sense now (no such user, no such call): a mistake of the scenario, not of a peer.
struct CommandFault {
    std::string text;
};

/// Names a request that a command sent; the answers carry the same call_id and cseq in the journal.
struct SentRequest {
    std::string call_id;
    std::uint32_t cseq = 0;
    std::string method;
    std::string branch;
    std::string text;  // the bytes that go out
};
using Sent = sansio::Result<SentRequest, CommandFault>;

/// How much of a message goes out.
struct Portion {
    enum class Kind : std::uint8_t { all, half, head, first };
    Kind kind = Kind::all;
    std::size_t first = 0;
};

std::string portion_of(std::string text, Portion const& portion);

/// A wire-level step: which bytes go out, how, and where.
struct SendOrder {
    std::string user;                    // sender: "bob@fabrikam.com"; empty: the host itself
    std::string to;                      // "alice@contoso.com" or a whole URI
    std::string template_name = "page";  // see Dialect; not looked at with `literal`
    /// A whole message instead of a template, LF line ends, same placeholders; `exact`: byte for byte as given.
    std::optional<std::string> literal;
    bool exact = false;
    std::string method{};            // instead of the template's, in the start line and in CSeq
    std::string request_uri{};       // instead of the template's
    std::string call_id;             // in this dialog of `user`; empty: outside of any
    std::string body;                // text of ${body}
    std::vector<std::string> edits;  // wire::edit, after everything else
    std::size_t piece_size = 0;      // bytes a write; 0: all at once
    sansio::Duration piece_gap = std::chrono::milliseconds{1};  // pause between the pieces
    std::optional<sansio::ConnectionId>
        connection;  // this one, instead of the one that the next hop's rule gives
    Portion portion{};
    /// CANCEL or ACK of this request, which the party sent: its bytes.
    std::string made_of{};
    /// To of that ACK.
    std::string acknowledged_to{};
};

/// How a request that is kept by hand is answered. The same To tag for all answers unless `tag` says otherwise.
struct AnswerOrder {
    std::size_t request = 0;  // index of the observation that it was received with
    int status = 200;
    std::string reason{};  // empty: the usual one
    std::string tag{};
    std::string body{};
    std::vector<std::string> edits{};      // wire::edit
    std::optional<std::string> literal{};  // these bytes instead of all that
    std::size_t piece_size = 0;
    sansio::Duration piece_gap = std::chrono::milliseconds{1};
    std::optional<sansio::ConnectionId> connection{};  // another than the request's
    Portion portion{};
};

/// A connection that is opened and on which nothing is said.
struct ConnectOrder {
    sansio::Endpoint remote;
    sansio::TlsProfile profile{0};
};

/// One side of an IM session, as this party's user has it.
struct CallView {
    enum class State : std::uint8_t {
        inviting,     // INVITE sent, no final answer yet
        established,  // 2xx sent or received
        refused,      // the INVITE was answered 3xx–6xx, or not at all
        ended,        // BYE sent or received
    };
    std::string call_id;
    std::string user;    // "alice@contoso.com"
    std::string remote;  // "bob@fabrikam.com"
    State state = State::inviting;
    bool acknowledged = false;  // as the called side: the ACK came
};

/// Commands are given between turns, followed by Driver::touch. Everything that happens is in the journal.
/// Duties without a command: 200 to INVITE, MESSAGE, BYE, OPTIONS (and INFO) for known users and dialogs, 404 for unknown
/// users, 481 for unknown dialogs, 405 for other methods, 400 for what cannot be read but can be answered; ACK to final
/// answers and again to repeated 2xx; a 2xx to INVITE again from T1 up to T2 until its ACK (RFC 3261 §13.3.1.4).
class Party : public sansio::Host {
public:
    /// `journal` outlives the party and may be shared by the parties of one driver.
    Party(PartySettings settings, Journal& journal);
    ~Party() override;

    PartySettings const& settings() const;

    /// INVITE with the message SDP: an IM session. The ACK follows by itself.
    Sent open(std::string_view user, std::string_view to, sansio::Time now);
    /// MESSAGE in an established session.
    Sent say(std::string_view call_id, std::string_view user, std::string_view text, sansio::Time now);
    /// BYE.
    Sent finish(std::string_view call_id, std::string_view user, sansio::Time now);
    /// MESSAGE outside of any session.
    Sent page(std::string_view user, std::string_view to, std::string_view text, sansio::Time now);
    /// OPTIONS; `user` empty: from the host itself. `to`: a user, or a host's URI.
    Sent options(std::string_view user, std::string_view to, sansio::Time now);
    Sent send(SendOrder const& order, sansio::Time now);
    /// Answers a request whose method was by hand when it came.
    Sent answer(AnswerOrder const& order, sansio::Time now);
    sansio::ConnectionId connect(ConnectOrder const& order);
    /// Requests of these methods wait for answer() from now on. ACK: none is sent by itself. CANCEL: not answered either.
    /// A CANCEL that is not by hand gets its 200, and the INVITE that it hits stays by hand.
    void keep_by_hand(std::vector<std::string> methods);

    /// The newest call of `user` with `remote` that is inviting or established; nothing without one.
    std::optional<CallView> call_between(std::string_view user, std::string_view remote) const;
    std::optional<CallView> call(std::string_view call_id, std::string_view user) const;
    /// Requests of this party that wait for a final answer.
    std::size_t requests_open() const;
    /// Connections that are ready, in the order of their ids.
    std::vector<sansio::ConnectionId> connections() const;
    /// Cuts a connection: in order, or with a reset.
    void close(sansio::ConnectionId connection, sansio::Close::Way way);

    /// Adds a deliberate fault; later ones come after earlier ones.
    void misbehave(Misbehaviour misbehaviour);
    /// Takes all of them back. Answers that are late already still come.
    void behave();
    /// Users that come and go while the party runs.
    void add_user(User user);

    void start(sansio::Time now) override;
    void handle(sansio::Input const& input, sansio::Time now) override;
    void expire(sansio::Time now) override;
    std::optional<sansio::Time> next_deadline() const override;
    std::optional<sansio::Action> poll_action() override;
    std::span<std::byte const> unsent(sansio::ConnectionId connection) const override;
    void sent(sansio::ConnectionId connection, std::size_t count) override;

private:
    class Engine;
    std::unique_ptr<Engine> engine_;
};

}  // namespace kit
