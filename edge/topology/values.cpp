#include "edge/topology/values.hpp"

#include <array>
#include <charconv>

#include "sansio/domain_name.hpp"
#include "sansio/wall_time.hpp"

namespace topology {
namespace {

/// The bytes of the UTF-8 character at the start of `text`, 0 if there is none (RFC 3629 §4).
std::size_t character_size(std::string_view text) {
    struct Range {
        unsigned char lead_min, lead_max, second_min, second_max;
        std::size_t size;
    };
    static constexpr std::array<Range, 9> ranges{{{0x00, 0x7f, 0x00, 0x00, 1},
                                                  {0xc2, 0xdf, 0x80, 0xbf, 2},
                                                  {0xe0, 0xe0, 0xa0, 0xbf, 3},
                                                  {0xe1, 0xec, 0x80, 0xbf, 3},
                                                  {0xed, 0xed, 0x80, 0x9f, 3},
                                                  {0xee, 0xef, 0x80, 0xbf, 3},
                                                  {0xf0, 0xf0, 0x90, 0xbf, 4},
                                                  {0xf1, 0xf3, 0x80, 0xbf, 4},
                                                  {0xf4, 0xf4, 0x80, 0x8f, 4}}};
    auto const at = [text](std::size_t index) { return static_cast<unsigned char>(text[index]); };
    for (Range const& range : ranges) {
        if (at(0) < range.lead_min || at(0) > range.lead_max) continue;
        if (text.size() < range.size) return 0;
        if (range.size > 1 && (at(1) < range.second_min || at(1) > range.second_max)) return 0;
        for (std::size_t index = 2; index < range.size; ++index)
            if (at(index) < 0x80 || at(index) > 0xbf) return 0;
        return range.size;
    }
    return 0;
}

template <class Value, std::size_t size>
using Words = std::array<std::pair<std::string_view, Value>, size>;

constexpr Words<Logging::Format, 2> formats{
    {{"text", Logging::Format::text}, {"json", Logging::Format::json}}};
constexpr Words<sansio::Report::Level, 4> levels{{{"debug", sansio::Report::Level::debug},
                                                  {"info", sansio::Report::Level::info},
                                                  {"warning", sansio::Report::Level::warning},
                                                  {"error", sansio::Report::Level::error}}};

template <class Value, std::size_t size>
std::optional<Value> value_of(Words<Value, size> const& words, std::string_view text) {
    for (auto const& [word, value] : words)
        if (word == text) return value;
    return std::nullopt;
}

template <class Value, std::size_t size>
std::string word_of(Words<Value, size> const& words, Value value) {
    for (auto const& [word, known] : words)
        if (known == value) return std::string(word);
    return {};
}

}  // namespace

bool is_clean_text(std::string_view text) {
    while (!text.empty()) {
        std::size_t const size = character_size(text);
        auto const lead = static_cast<unsigned char>(text.front());
        if (size == 0 || lead < 0x20 || lead == 0x7f) return false;
        bool const is_c1_control = lead == 0xc2 && static_cast<unsigned char>(text[1]) < 0xa0;
        // XML 1.0 §2.2 leaves out U+FFFE and U+FFFF.
        bool const is_no_character = text.starts_with("\xef\xbf\xbe") || text.starts_with("\xef\xbf\xbf");
        if (is_c1_control || is_no_character) return false;
        text.remove_prefix(size);
    }
    return true;
}

std::optional<std::string> DomainValue::parse(std::string_view text) {
    if (!sansio::is_domain_name(text)) return std::nullopt;
    return sansio::lower_case(text);
}

std::optional<sansio::Endpoint> EndpointValue::parse(std::string_view text) {
    auto endpoint = sansio::Endpoint::parse(text);
    if (!endpoint || endpoint->port == 0) return std::nullopt;
    return endpoint;
}

std::optional<std::string> FileValue::parse(std::string_view text) {
    if (text.empty() || !is_clean_text(text)) return std::nullopt;
    return std::string(text);
}

std::optional<std::string> CommentValue::parse(std::string_view text) {
    if (!is_clean_text(text)) return std::nullopt;
    return std::string(text);
}

std::optional<std::string> KeyValue::parse(std::string_view text) {
    constexpr std::size_t digits = 64;
    constexpr std::string_view hexadecimal = "0123456789abcdefABCDEF";
    if (text.size() != digits || text.find_first_not_of(hexadecimal) != std::string_view::npos)
        return std::nullopt;
    if (text.find_first_not_of(text.front()) == std::string_view::npos) return std::nullopt;
    return sansio::lower_case(text);
}

std::optional<std::string> HeaderNameValue::parse(std::string_view text) {
    // A misspelt setting must not take a header off every message that SIP needs.
    constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-";
    constexpr std::size_t size_max = 60;
    bool const own_kind =
        sansio::lower_case(text.substr(0, 3)) == "ms-" || sansio::lower_case(text.substr(0, 2)) == "x-";
    if (!own_kind || text.size() < 4 || text.size() > size_max) return std::nullopt;
    if (text.find_first_not_of(letters) != std::string_view::npos) return std::nullopt;
    return std::string(text);
}

std::optional<bool> BooleanValue::parse(std::string_view text) {
    if (text == "true") return true;
    if (text == "false") return false;
    return std::nullopt;
}

std::optional<sansio::Duration> DurationValue::parse(std::string_view text) {
    auto const duration = sansio::parse_duration(text);
    if (!duration || *duration <= sansio::Duration{0} || *duration > std::chrono::hours{24})
        return std::nullopt;
    return duration;
}

std::string DurationValue::to_text(sansio::Duration value) {
    constexpr std::int64_t millisecond = 1'000;
    constexpr std::int64_t second = 1'000'000;
    std::int64_t const microseconds = value.count();
    if (microseconds % second == 0) return std::to_string(microseconds / second) + "s";
    std::string text = std::to_string(microseconds / millisecond);
    if (std::int64_t const rest = microseconds % millisecond; rest != 0)
        text += '.' + std::to_string(millisecond + rest).substr(1);
    return text + "ms";
}

std::optional<std::uint64_t> parse_number(std::string_view text, std::uint64_t least, std::uint64_t most) {
    std::uint64_t number = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    if (number < least || number > most) return std::nullopt;
    return number;
}

std::optional<std::uint32_t> TlsCountValue::parse(std::string_view text) {
    auto const number = parse_number(text, 1, 4);
    if (!number) return std::nullopt;
    return static_cast<std::uint32_t>(*number);
}

std::optional<std::uint32_t> ScaleValue::parse(std::string_view text) {
    auto const number = parse_number(text, 1, 1'000);
    if (!number) return std::nullopt;
    return static_cast<std::uint32_t>(*number);
}

std::optional<std::uint64_t> CountValue::parse(std::string_view text) {
    return parse_number(text, 1, 1'000'000);
}

std::optional<std::uint64_t> BytesValue::parse(std::string_view text) {
    return parse_number(text, 1'024, std::uint64_t{1} << 40U);
}

std::optional<int> StatusValue::parse(std::string_view text) {
    if (text == "404") return 404;
    if (text == "504") return 504;
    return std::nullopt;
}

std::optional<Logging::Format> FormatValue::parse(std::string_view text) {
    return value_of(formats, text);
}
std::string FormatValue::to_text(Logging::Format value) {
    return word_of(formats, value);
}
std::optional<sansio::Report::Level> LevelValue::parse(std::string_view text) {
    return value_of(levels, text);
}
std::string LevelValue::to_text(sansio::Report::Level value) {
    return word_of(levels, value);
}

}  // namespace topology
