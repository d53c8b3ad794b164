#include "simulators/peer_console.hpp"

#include "simulators/home_server/two_parties_fixture.hpp"
#include "simulators/peer_main.hpp"

namespace simulators {
namespace {

using testing::HasSubstr;
using testing::Not;

class PeerConsoleTest : public home_server::TwoParties {
protected:
    PeerConsoleTest() { begin(); }

    bool type(std::string const& line) {
        bool const goes_on = console().command(line, now());
        for (int turn = 0; turn < 3; ++turn) {
            console().advance(now());
            run();
        }
        return goes_on;
    }
    PeerConsole& console() {
        if (!console_) console_ = std::make_unique<PeerConsole>(*fabrikam, journal, "bob@fabrikam.com");
        return *console_;
    }

    std::unique_ptr<PeerConsole> console_;
};

TEST_F(PeerConsoleTest, ImOpensASessionOnceAndSpeaksInIt) {
    EXPECT_TRUE(type("im alice@contoso.com hello there"));
    EXPECT_TRUE(type("im alice@contoso.com again"));
    auto const output = console().take_output();
    EXPECT_THAT(output,
                HasSubstr("received MESSAGE from bob@fabrikam.com to alice@contoso.com: hello there\n"));
    EXPECT_THAT(output, HasSubstr(": again\n"));
    EXPECT_EQ(output.find("received INVITE"), output.rfind("received INVITE"));
    EXPECT_EQ(console().take_output(), "");
}

TEST_F(PeerConsoleTest, ByeEndsTheSession) {
    type("im alice@contoso.com hello");
    type("bye alice@contoso.com");
    EXPECT_THAT(console().take_output(), HasSubstr("received 200 BYE"));
    type("bye alice@contoso.com");
    EXPECT_THAT(console().take_output(), HasSubstr("has no call"));
}

TEST_F(PeerConsoleTest, WhatCannotBeSaidIsToldBack) {
    type("im nobody@contoso.com hello");
    EXPECT_THAT(console().take_output(), HasSubstr("not said, there is no session: hello\n"));
}

TEST_F(PeerConsoleTest, PageAndOptionsAndMistakes) {
    type("page alice@contoso.com psst");
    type("options alice@contoso.com");
    type("sing alice@contoso.com");
    type("im");
    auto const output = console().take_output();
    EXPECT_THAT(output, HasSubstr("to alice@contoso.com: psst\n"));
    EXPECT_THAT(output, HasSubstr("received 200 OPTIONS"));
    EXPECT_THAT(output, HasSubstr("unknown command: sing\n"));
    EXPECT_THAT(output, HasSubstr("usage: "));
    EXPECT_FALSE(type("quit"));
}

TEST_F(PeerConsoleTest, EveryCommandOfTheHelpIsKnown) {
    for (std::string_view help = peer_commands; !help.empty(); help.remove_prefix(help.find('\n') + 1)) {
        if (!help.starts_with("  ")) continue;
        auto const verb = help.substr(2, help.find_first_of(" \n", 2) - 2);
        EXPECT_EQ(type(std::string(verb) + " alice@contoso.com"), verb != "quit");
        EXPECT_THAT(console().take_output(), Not(HasSubstr("unknown command"))) << verb;
    }
}

}  // namespace
}  // namespace simulators
