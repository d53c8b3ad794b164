#include "harness/tidy/rules.hpp"

#include <array>

#include <gtest/gtest.h>

namespace tidy {
namespace {

std::size_t calls_in(std::string path, std::string text) {
    return banned_calls({std::move(path), std::move(text)}).size();
}

TEST(BannedCalls, AreFoundInACore) {
    for (auto const* text :
         {"auto t = Clock::now();", "auto t = std::chrono::steady_clock::now ();", "int r = std::rand();",
          "std::random_device d;", "std::uniform_int_distribution<int> u;", "::sleep(1);",
          "std::this_thread::sleep_for(1s);", "co_await x;", "for (auto x : v | std::views::reverse)",
          "std::getenv(\"HOME\");", "time(nullptr);", "gmtime(&t);"})
        EXPECT_EQ(calls_in("edge/sip/via.cpp", text), 1U) << text;
}

TEST(BannedCalls, AreAllowedInDrivers) {
    EXPECT_EQ(calls_in("drivers/asio/shell.cpp", "steady_clock::now();"), 0U);
}

TEST(BannedCalls, AreNotTakenFromCommentsLiteralsOrLongerWords) {
    for (auto const* text :
         {"// Clock::now()", "/* rand() */", "log(\"sleep(1)\");", "driver.now();", "int grand(int);",
          "Time due(Time now);", "std::string_view views;", "auto brand = operand(1);", "run_time(0);"})
        EXPECT_EQ(calls_in("edge/sip/via.cpp", text), 0U) << text;
}

TEST(BannedCalls, LetMainReadTheEnvironmentAndTheStopwatchTheClock) {
    EXPECT_EQ(calls_in("harness/main.cpp", "std::getenv(\"CI\");"), 0U);
    EXPECT_EQ(calls_in("harness/main.cpp", "std::rand();"), 1U);
    EXPECT_EQ(calls_in("harness/runner/stopwatch.cpp", "std::chrono::steady_clock::now();"), 0U);
    EXPECT_EQ(calls_in("harness/runner/run.cpp", "std::chrono::steady_clock::now();"), 1U);
}

TEST(BannedHeaders, AreThoseOfIoAndThreadsInCoresOnly) {
    EXPECT_EQ(banned_headers({"edge/sip/via.cpp", "#include <iostream>\n"}).size(), 1U);
    EXPECT_EQ(banned_headers({"edge/sip/via_test.cpp", "#include <sstream>\n"}).size(), 0U);
    EXPECT_EQ(banned_headers({"harness/runner/run.cpp", "#include <fstream>\n"}).size(), 0U);
    EXPECT_EQ(banned_headers({"harness/runner/run.cpp", "#include <format>\n"}).size(), 1U);
}

TEST(BannedNames, AreWholeWordsOfATypeName) {
    auto const names_in = [](std::string text) {
        return banned_names({"edge/x.hpp", std::move(text)}).size();
    };
    EXPECT_EQ(names_in("class ConnectionManager {};"), 1U);
    EXPECT_EQ(names_in("enum class DataKind { a };"), 1U);
    EXPECT_EQ(names_in("using PeerInfo = int;"), 1U);
    EXPECT_EQ(names_in("struct DatagramReceived {}; class Informer; // class Helper"), 0U);
    EXPECT_EQ(names_in("void data(); int info;"), 0U);
}

TEST(LeftoverNotes, AreFoundInCommentsButNotInLiterals) {
    std::string const word = std::string("TO") + "DO";
    EXPECT_EQ(leftover_notes({"edge/x.cpp", "int a;\n// " + word + ": b\n"}).size(), 1U);
    EXPECT_EQ(leftover_notes({"edge/x.cpp", "auto a = \"" + word + "\";"}).size(), 0U);
    EXPECT_EQ(leftover_notes({"dev", "# " + word + "\n"}).size(), 1U);
}

TEST(MissingIncludes, NameAFileFromTheRoot) {
    std::array const tree{SourceFile{"sansio/time.hpp", ""}};
    EXPECT_EQ(missing_includes({"edge/x.cpp", "#include \"sansio/time.hpp\"\n"}, tree).size(), 0U);
    EXPECT_EQ(missing_includes({"sansio/x.cpp", "#include \"time.hpp\"\n"}, tree).size(), 1U);
}

TEST(UnbuiltSources, AreThoseThatTheirFoldersListForgot) {
    std::array const tree{SourceFile{"edge/sip/via.cpp", ""}, SourceFile{"edge/sip/uri.cpp", ""},
                          SourceFile{"edge/dns/resolver.cpp", ""},
                          SourceFile{"edge/sip/CMakeLists.txt",
                                     "add_component(edge_sip SOURCES via.cpp my_uri.cpp) # uri.cpp"}};
    auto const found = unbuilt_sources(tree);
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[0].path, "edge/sip/uri.cpp");
    EXPECT_EQ(found[1].path, "edge/dns/resolver.cpp");
}

TEST(MisnamedScenarios, HaveAnIdThatIsNotTheirPath) {
    std::array const tree{SourceFile{"scenarios/sip/hello.xml", "<scenario xmlns=\"u\"\n  id=\"sip/hello\">"},
                          SourceFile{"scenarios/sip/bye.xml", "<scenario id=\"sip/goodbye\">"},
                          SourceFile{"scenarios/sip/none.xml", "<story/>"},
                          SourceFile{"scenarios/requirements.xml", ""}};
    auto const found = misnamed_scenarios(tree);
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[0].path, "scenarios/sip/bye.xml");
    EXPECT_EQ(found[1].path, "scenarios/sip/none.xml");
}

TEST(IncludedTwice, CountsFilesOfOneFolder) {
    std::array const tree{SourceFile{"edge/dns/a.cpp", "#include <ldns/ldns.h>\n"},
                          SourceFile{"edge/dns/b.cpp", "#include <ldns/ldns.h>\n"},
                          SourceFile{"simulators/internet/c.cpp", "#include <ldns/ldns.h>\n"}};
    auto const found = included_twice(tree, "ldns/");
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].path, "edge/dns/b.cpp");
}

}  // namespace
}  // namespace tidy
