#include "harness/tidy/arrows.hpp"

#include <set>

#include <gtest/gtest.h>

namespace tidy {
namespace {

std::size_t faults(std::string path, std::string text) {
    return forbidden_includes({std::move(path), std::move(text)}).size();
}

TEST(Arrows, LetAFolderIncludeItselfAndWhatItsRowNames) {
    EXPECT_EQ(faults("edge/sip/via.cpp", "#include \"edge/sip/via.hpp\"\n#include \"sansio/result.hpp\"\n"),
              0U);
    EXPECT_EQ(faults("edge/service/edge.cpp", "#include \"edge/sip/proxy/route.hpp\"\n"), 0U);
}

TEST(Arrows, PointDownOnly) {
    EXPECT_EQ(faults("edge/sip/via.cpp", "#include \"edge/sip/transaction/layer.hpp\"\n"), 1U);
    EXPECT_EQ(faults("sansio/time.hpp", "#include \"drivers/driver.hpp\"\n"), 1U);
    EXPECT_EQ(faults("edge/policy/domains.cpp", "#include \"edge/service/edge.hpp\"\n"), 1U);
}

TEST(Arrows, KeepTheJudgesAndTheJudgedApart) {
    for (auto const& row : arrows()) {
        auto const* const stranger =
            row.folder.starts_with("edge/")        ? "#include \"simulators/kit/peer.hpp\"\n"
            : row.folder.starts_with("simulators") ? "#include \"edge/sip/via.hpp\"\n"
                                                   : nullptr;
        if (stranger != nullptr) {
            EXPECT_EQ(faults(std::string(row.folder) + "/x.cpp", stranger), 1U) << row.folder;
        }
    }
}

TEST(Arrows, NameNoFolderThatHasNoRowAndNoRowTwice) {
    std::set<std::string_view> rows;
    for (auto const& row : arrows()) EXPECT_TRUE(rows.insert(row.folder).second) << row.folder;
    for (auto const& row : arrows())
        for (auto const target : row.targets)
            EXPECT_TRUE(target.ends_with('/') || rows.contains(target)) << row.folder << " -> " << target;
}

TEST(Arrows, MustBeGivenToANewFolder) {
    EXPECT_EQ(faults("edge/novelty/x.cpp", ""), 1U);
}

TEST(Arrows, LeadFromTestsAloneToATestingFolder) {
    EXPECT_EQ(faults("edge/sip/framing_test.cpp", "#include \"sansio/testing/every_cut.hpp\"\n"), 0U);
    EXPECT_EQ(faults("edge/sip/framing.cpp", "#include \"sansio/testing/every_cut.hpp\"\n"), 1U);
    EXPECT_EQ(
        faults("drivers/virtual/world_test.cpp", "#include \"drivers/virtual/testing/echo_host.hpp\"\n"), 0U);
    EXPECT_EQ(faults("drivers/asio/shell_test.cpp", "#include \"drivers/virtual/testing/echo_host.hpp\"\n"),
              1U);
}

TEST(Arrows, GiveATestingFolderWhatItsParentHas) {
    EXPECT_EQ(faults("drivers/asio/testing/probe.hpp", "#include \"drivers/asio/shell.hpp\"\n"), 0U);
    EXPECT_EQ(faults("drivers/asio/testing/probe.hpp", "#include \"edge/sip/via.hpp\"\n"), 1U);
}

TEST(Arrows, MayLeadFartherFromATestThanFromItsCode) {
    EXPECT_EQ(
        faults("simulators/home_server/home_server_test.cpp", "#include \"drivers/virtual/world.hpp\"\n"),
        0U);
    EXPECT_EQ(faults("simulators/home_server/home_server.cpp", "#include \"drivers/virtual/world.hpp\"\n"),
              1U);
}

TEST(Confinements, KeepLibrariesInTheirFolders) {
    EXPECT_EQ(faults("drivers/asio/shard.cpp", "#include <boost/asio/ip/tcp.hpp>\n"), 0U);
    EXPECT_EQ(faults("edge/service/edge.cpp", "#include <boost/asio/ip/tcp.hpp>\n"), 1U);
    EXPECT_EQ(faults("drivers/tls/session.cpp", "#include <openssl/ssl.h>\n"), 0U);
    EXPECT_EQ(faults("simulators/internet/authority.cpp", "#include <openssl/x509.h>\n"), 1U);
    EXPECT_EQ(faults("edge/sip/via.cpp", "#include <osipparser2/osip_parser.h>\n"), 1U);
}

TEST(Confinements, LetOnlyMainReadTheCommandLine) {
    EXPECT_EQ(faults("harness/main.cpp", "#include <CLI/CLI.hpp>\n"), 0U);
    EXPECT_EQ(faults("harness/runner/run.cpp", "#include <CLI/CLI.hpp>\n"), 1U);
}

}  // namespace
}  // namespace tidy
