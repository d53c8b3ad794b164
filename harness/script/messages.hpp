// What a scenario says of single messages: how one is written, and what one that comes must be like.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "harness/script/cast.hpp"
#include "sansio/time.hpp"

namespace script {

/// "set" and <header> of <send>: replaces every line of that name, or adds one. Without a value the line is left out.
struct HeaderEdit {
    std::string name;
    std::optional<std::string> value;  // may hold ${…}
    bool another = false;              // one more line, above those of its name
};

/// What one header of an expected message must be like; all that is given must hold.
struct HeaderCheck {
    std::string name;
    std::optional<std::string> is;       // some line has exactly this value
    std::optional<std::string> has;      // some line holds this
    std::optional<std::string> lacks;    // no line holds this
    std::optional<unsigned> count;       // so many lines; 0: the header must not be there
    std::optional<std::string> first;    // the first line has exactly this value
    std::optional<std::string> last;     // the last line has exactly this value
    std::optional<std::string> matches;  // some line fits: * is any run of letters, ? one letter
    std::optional<unsigned> values;      // so many values, commas counted
};

/// Text of a message in the file: sip_text.hpp turns it into bytes.
struct Literal {
    std::string text;  // as the XML holds it; of <bytes> the bytes themselves
    bool exact = false;
    Place place;
    bool own_length = false;  // Content-Length stays as it is written, or absent
};

/// How the bytes of one message go out.
struct Delivery {
    unsigned records = 1;       // in so many pieces of one size, a millisecond apart
    bool single_bytes = false;  // a piece for each byte
    enum class Share : std::uint8_t { all, half, head, first } share = Share::all;
    std::size_t first = 0;   // Share::first: so many bytes and no more
    std::string connection;  // name of a <connect>, or label of a message that came or went on it
};

/// A message that a party writes: from the dialect's template with edits, or literally.
struct Writing {
    std::vector<HeaderEdit> headers;
    std::string body;  // text/plain unless `headers` says otherwise; may hold ${…}
    /// Not empty: these bytes, one behind the other, and nothing of the above.
    std::vector<Literal> literals;
    Delivery delivery;
};

/// A value out of an expected message, known as ${name} from then on.
struct Capture {
    enum class Part : std::uint8_t { header, parameter, uri, request_uri, start_line, body };
    std::string name;
    Part part = Part::header;
    std::string header;     // header, parameter, uri
    std::string parameter;  // parameter: "tag", "branch"
    unsigned line = 1;      // which line of that header, from 1
};

/// Lines that must be the same bytes, in the same order, as those of an earlier message.
struct SameAs {
    std::string of;                    // label
    std::vector<std::string> headers;  // these; empty: all
    std::vector<std::string> but;      // of all: not these
    bool body = false;
};

/// Sends and waits for nothing: <expect> steps do. Either `method` with `headers` and `body`, or literal bytes.
/// Answers count as those of `label` when an <expect of="…"> asks, else as anybody's.
struct Send {
    Party from;
    Party to;
    std::string label;
    std::string method;
    std::string request_uri;  // instead of the usual one; may hold ${…}
    std::string
        dialog;      // in the dialog that this label's INVITE made, or of that conversation; empty: outside
    std::string of;  // CANCEL and ACK: of that <send>, by RFC 3261 §9.1 and §17.1.1.3
    Writing writing;
};

/// The next message at `at` that no step has taken must be this: an answer when there is a `status`, else a request.
struct Expect {
    Party at;
    std::optional<unsigned> status;
    std::string method;               // of the request; with `status` the one that CSeq names, empty: any
    std::string of;                   // label of the <send> that is answered
    std::optional<std::string> body;  // may hold ${…}
    std::vector<HeaderCheck> headers;
    std::optional<std::string> diagnostics;  // id of ms-diagnostics; inside only
    std::optional<sansio::Duration> within;
    Place place;
    std::string label;  // what came is known by this name from then on
    std::optional<std::string> request_uri;
    std::optional<sansio::Duration> not_before;  // earlier than this after the step began is wrong
    std::vector<Capture> captures;
    std::vector<std::string> order;  // these headers stand in this order, each where its first line stands
    std::vector<SameAs> same;
    std::string same_connection;            // label or name: it came on that connection
    std::string other_connection;           // label or name: it came on another one
    std::optional<std::string> start_line;  // whole; may hold ${…}
};

/// Answers the request that an <expect as="…"> took, whose method is by hand. 2xx are not repeated.
struct Answer {
    std::string of;  // label
    unsigned status = 0;
    std::string reason;  // empty: the usual one; may hold ${…}
    std::string tag;     // of To; empty: one for all answers of a request. Another one makes a fork.
    std::string label;
    Writing writing;
};

/// The bytes of a labelled message once more.
struct Again {
    std::string of;
    std::string label;
    Delivery delivery;
};

}  // namespace script
