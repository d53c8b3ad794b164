// Would the edge take these bytes, and if not, why not: the same framer and the same rules that it runs by, without a connection.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace edge {

/// What the edge makes of the bytes. The texts of the rule are those of its table and live as long as the program.
struct Finding {
    enum class Verdict : std::uint8_t { accept, reject };
    enum class Layer : std::uint8_t { framing, syntax, validation, identity };

    Verdict verdict = Verdict::accept;
    Layer layer = Layer::framing;  // this and what follows: of a rejection only
    int status = 0;  // what the sender is answered; 0: nothing, as for a response, an ACK or half a message
    std::string_view rule;     // "content_length_missing"; empty: there was nothing to judge
    std::string_view clause;   // "RFC 3261 §18.3"
    std::string_view text;     // "no Content-Length on a stream"
    std::uint32_t offset = 0;  // of the fault, from the first of the bytes
    std::string detail;        // what the text is about where no place can show it: "Call-ID"; else empty
    std::uint32_t taken = 0;   // messages before the fault, or all
    /// Of messages that are taken: where the first stands that is taken only if the edge is where it ends, because no hop is
    /// left (RFC 3261 §16.3 step 3).
    std::optional<std::uint32_t> last_hop;
};

/// SIP messages as they came on a stream, whole, with nothing behind the last but CRLFs. The first that is refused decides.
/// Syntax and validation only: whether the message may pass is a question of partners and lists, which no file answers.
Finding judge_sip(std::string_view bytes);

/// "framing", "syntax", "validation", "identity".
std::string_view name_of(Finding::Layer layer);

}  // namespace edge
