#include "drivers/tls/plain_records.hpp"

#include "sansio/check.hpp"

namespace tls {

namespace {

constexpr std::size_t header_size = 4;
constexpr std::size_t body_max = 256 * 1024;

std::uint8_t octet(std::span<std::byte const> bytes, std::size_t index) {
    return std::to_integer<std::uint8_t>(bytes[index]);
}

bool known(std::uint8_t type) {
    return type >= static_cast<std::uint8_t>(RecordType::alert) &&
           type <= static_cast<std::uint8_t>(RecordType::data);
}

}  // namespace

void append_record(sansio::ByteBuffer& out, RecordType type, std::string_view body) {
    sansio::check(body.size() <= body_max, "a record of ours is not too long");
    char const header[header_size] = {static_cast<char>(type), static_cast<char>(body.size() >> 16U),
                                      static_cast<char>(body.size() >> 8U), static_cast<char>(body.size())};
    out.append(std::string_view(header, header_size));
    out.append(body);
}

void append_alert(sansio::ByteBuffer& out, Alert alert) {
    bool const fatal = alert != Alert::close_notify;
    char const body[2] = {fatal ? '\2' : '\1', static_cast<char>(alert)};
    append_record(out, RecordType::alert, std::string_view(body, sizeof body));
}

void PlainRecordReader::feed(std::span<std::byte const> wire) {
    reading_kept_ = !kept_.empty();
    taken_from_kept_ = 0;
    if (reading_kept_) kept_.append(wire);
    rest_ = reading_kept_ ? kept_.bytes() : wire;
}

std::optional<PlainRecord> PlainRecordReader::take() {
    if (broken_ || rest_.empty()) return std::nullopt;
    if (!known(octet(rest_, 0))) broken_ = Alert::unexpected_message;
    if (broken_ || rest_.size() < header_size) return std::nullopt;
    std::size_t const size =
        std::size_t{octet(rest_, 1)} << 16U | std::size_t{octet(rest_, 2)} << 8U | octet(rest_, 3);
    if (size > body_max) broken_ = Alert::decode_error;
    if (broken_ || rest_.size() - header_size < size) return std::nullopt;
    PlainRecord const record{static_cast<RecordType>(octet(rest_, 0)), rest_.subspan(header_size, size)};
    rest_ = rest_.subspan(header_size + size);
    taken_from_kept_ += header_size + size;
    return record;
}

void PlainRecordReader::keep_rest() {
    if (reading_kept_)
        kept_.consume(taken_from_kept_);
    else
        kept_.append(rest_);
    rest_ = {};
    if (kept_.empty()) kept_ = sansio::ByteBuffer();
}

}  // namespace tls
