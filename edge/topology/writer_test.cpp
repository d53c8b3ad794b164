#include "edge/topology/writer.hpp"

#include <gtest/gtest.h>

#include "edge/topology/reader.hpp"
#include "edge/topology/small_document.hpp"

namespace topology {
namespace {

Topology read_good(std::string_view text) {
    auto const result = read(text, "t.xml");
    for (Finding const& finding : result ? std::vector<Finding>{} : result.error())
        ADD_FAILURE() << finding.to_string();
    return result ? **result : Topology{};
}

TEST(TopologyWriter, WhatIsWrittenReadsBackEqual) {
    Topology topology = read_good(small_document());
    topology.access_edge = {true, true, true, false, 1};
    topology.allowed_domains.add(
        {"a.example", "sip.a.example", sansio::Endpoint::parse("[::1]:5061"), "<\"Ümlaut\" & 'co'>", true});
    topology.allowed_domains.add({"b.example", "", std::nullopt, "  two  blanks ", false});
    topology.blocked_domains.add({"c.example", "]]>"});
    topology.timers = {std::chrono::microseconds{12'345}, std::chrono::milliseconds{1'500},
                       std::chrono::seconds{3},           std::chrono::hours{24},
                       std::chrono::seconds{90},          20};
    topology.limits = {1'024, 2'048, 4'096, std::uint64_t{1} << 40U, 7};
    topology.logging = {Logging::Format::json, sansio::Report::Level::debug};
    topology.route_keys = {"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
                           "f123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"};
    topology.border = {"X-Verified", "X-User", true};
    topology.choices = {true, true, 504};
    EXPECT_EQ(read_good(write(topology)), topology);
}

TEST(TopologyWriter, LeavesOutWhatHasItsDefault) {
    Topology topology = read_good(small_document());
    EXPECT_EQ(write(topology).find("access-edge"), std::string::npos);
    topology.access_edge.allow_federated_users = true;
    EXPECT_NE(write(topology).find("<access-edge AllowFederatedUsers=\"true\"/>"), std::string::npos);
    EXPECT_EQ(write(topology).find("timers"), std::string::npos);
}

}  // namespace
}  // namespace topology
