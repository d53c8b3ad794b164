#include "edge/service/files.hpp"

#include <gtest/gtest.h>

namespace edge {
namespace {

TEST(Files, SayWhyTheyCannotBeRead) {
    EXPECT_EQ(read_whole("/nowhere/at/all").error(), "No such file or directory");
    EXPECT_EQ(read_whole("/").error(), "it is a folder");
}

TEST(Files, StandBesideTheirDocumentUnlessTheNameIsAbsolute) {
    EXPECT_EQ(beside("/etc/edge/topology.xml", "edge.pem"), "/etc/edge/edge.pem");
    EXPECT_EQ(beside("topology.xml", "certs/edge.pem"), "certs/edge.pem");
    EXPECT_EQ(beside("/etc/edge/topology.xml", "/run/edge.pem"), "/run/edge.pem");
}

TEST(Nameservers, AreTheLinesThatNameAnAddressInTheirOrder) {
    auto const found = nameservers(
        "# nameserver 127.0.0.9\nsearch example\nnameserver\t127.0.0.2 # ours\nnameserver 127.0.0.3\n");
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[0].to_string(), "127.0.0.2:53");
    EXPECT_EQ(found[1].to_string(), "127.0.0.3:53");
    EXPECT_EQ(nameservers("nameserver ::1").at(0).to_string(), "[::1]:53");
    EXPECT_TRUE(nameservers("nameserver nobody\nnameservers 127.0.0.2").empty());
    EXPECT_TRUE(nameservers("").empty());
}

}  // namespace
}  // namespace edge
