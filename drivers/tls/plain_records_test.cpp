#include "drivers/tls/plain_records.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace tls {
namespace {

std::vector<std::string> read_in_pieces(std::string_view wire, std::size_t piece) {
    std::vector<std::string> bodies;
    PlainRecordReader reader;
    for (std::size_t at = 0; at < wire.size(); at += piece) {
        reader.feed(sansio::as_bytes(wire.substr(at, piece)));
        while (auto const record = reader.take()) bodies.emplace_back(sansio::as_text(record->body));
        reader.keep_rest();
    }
    return bodies;
}

TEST(PlainRecordReader, EveryCutGivesTheSameRecords) {
    sansio::ByteBuffer wire;
    append_record(wire, RecordType::handshake, "hello");
    append_record(wire, RecordType::data, "");
    append_record(wire, RecordType::data, std::string(300, 'x'));
    std::vector<std::string> const bodies{"hello", "", std::string(300, 'x')};
    for (std::size_t piece = 1; piece <= wire.size(); ++piece)
        EXPECT_EQ(read_in_pieces(wire.text(), piece), bodies);
}

TEST(PlainRecordReader, AnUnknownTypeAndAnExcessiveLengthBreakTheStream) {
    PlainRecordReader unknown;
    unknown.feed(sansio::as_bytes("GET / HTTP/1.1"));
    EXPECT_FALSE(unknown.take());
    EXPECT_EQ(unknown.broken(), Alert::unexpected_message);
    PlainRecordReader excessive;
    excessive.feed(sansio::as_bytes("\x17\xff\xff\xff"));
    EXPECT_FALSE(excessive.take());
    EXPECT_EQ(excessive.broken(), Alert::decode_error);
}

}  // namespace
}  // namespace tls
