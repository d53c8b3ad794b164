// The signature that our Record-Route bears and that a Route of ours must bring back: ";ms-route-sig=…" at the end of the URI,
// over the URI's text and the Call-ID, so that it serves its own dialog and no other (facts/wire.md §1.2; RFC 3261 §16.6
// step 4 lets a proxy refuse what does not match the dialog it was given for).
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace sip::proxy {

class RouteSignature {
public:
    /// A keyed hash of two texts, taken as one.
    using KeyedHash = std::function<std::array<std::byte, 32>(std::string_view, std::string_view)>;
    enum class Verdict : std::uint8_t { absent, good, bad };

    RouteSignature() = default;  // signs nothing and believes everything
    /// `current` signs; what it or `previous` (which may be empty) has signed is good.
    explicit RouteSignature(KeyedHash current, KeyedHash previous = {})
        : current_(std::move(current)), previous_(std::move(previous)) {}

    bool has_key() const { return static_cast<bool>(current_); }
    /// Appends `uri` and its signature to `out`. `uri` is without < >.
    void append_signed(std::string_view uri, std::string_view call_id, std::string& out) const;
    /// Of a URI as it came back, without < >. Anything behind the signature, or changed before it, makes it bad.
    Verdict judge(std::string_view uri, std::string_view call_id) const;

private:
    KeyedHash current_;
    KeyedHash previous_;
};

}  // namespace sip::proxy
