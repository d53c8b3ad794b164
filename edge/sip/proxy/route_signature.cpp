#include "edge/sip/proxy/route_signature.hpp"

namespace sip::proxy {

namespace {

constexpr std::string_view parameter = ";ms-route-sig=";
// 144 bits are more than anybody guesses, and need no padding.
constexpr std::size_t bytes_used = 18;
constexpr std::size_t letters = bytes_used / 3 * 4;

using Text = std::array<char, letters>;

/// Base64 for URLs (RFC 4648 §5): its letters are unreserved in a SIP URI.
Text text_of(std::array<std::byte, 32> const& digest) {
    static constexpr char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    Text text{};
    for (std::size_t from = 0, to = 0; from < bytes_used; from += 3, to += 4) {
        auto const bits = (std::to_integer<std::uint32_t>(digest[from]) << 16U) |
                          (std::to_integer<std::uint32_t>(digest[from + 1]) << 8U) |
                          std::to_integer<std::uint32_t>(digest[from + 2]);
        for (std::size_t i = 0; i < 4; ++i) text[to + i] = alphabet[(bits >> (18U - 6U * i)) & 63U];
    }
    return text;
}

/// In a time that does not tell where the two differ.
bool same(std::string_view one, Text const& other) {
    if (one.size() != other.size()) return false;
    unsigned difference = 0;
    for (std::size_t i = 0; i < other.size(); ++i)
        difference |= static_cast<unsigned char>(one[i]) ^ static_cast<unsigned char>(other[i]);
    return difference == 0;
}

}  // namespace

void RouteSignature::append_signed(std::string_view uri, std::string_view call_id, std::string& out) const {
    auto const begin = out.size();
    out.append(uri);
    if (!has_key()) return;
    out.append(parameter);
    auto const text = text_of(current_(std::string_view(out).substr(begin), call_id));
    out.append(text.data(), text.size());
}

RouteSignature::Verdict RouteSignature::judge(std::string_view uri, std::string_view call_id) const {
    if (!has_key()) return Verdict::good;
    auto const at = uri.find(parameter);
    if (at == std::string_view::npos) return Verdict::absent;
    auto const signed_part = uri.substr(0, at + parameter.size());
    auto const text = uri.substr(signed_part.size());
    if (same(text, text_of(current_(signed_part, call_id)))) return Verdict::good;
    bool const earlier = previous_ && same(text, text_of(previous_(signed_part, call_id)));
    return earlier ? Verdict::good : Verdict::bad;
}

}  // namespace sip::proxy
