#include <csignal>
#include <fstream>
#include <future>
#include <sys/stat.h>
#include <unistd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "drivers/asio/control_client.hpp"
#include "drivers/asio/control_socket.hpp"
#include "drivers/asio/shell.hpp"
#include "drivers/asio/signals.hpp"

namespace drivers {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

class ControlTest : public ::testing::Test {
protected:
    ControlTest() : path_(::testing::TempDir() + "control." + std::to_string(::getpid())) {
        ::unlink(path_.c_str());
    }
    ~ControlTest() override { ::unlink(path_.c_str()); }

    std::unique_ptr<ControlSocket> open() {
        auto made = ControlSocket::open(shell_, path_,
                                        [](std::string_view line) { return "heard " + std::string(line); });
        EXPECT_TRUE(made) << made.error().text;
        return made ? std::move(*made) : nullptr;
    }
    /// Asks from another thread while the shell runs here.
    sansio::Result<std::string, ControlFault> ask_while_running(std::string const& line) {
        auto asked = std::async(std::launch::async, [&] { return ask(path_, line, 10s); });
        while (asked.wait_for(0s) != std::future_status::ready) shell_.run_turn(shell_.now() + 5ms);
        return asked.get();
    }
    bool exists() const {
        struct stat found {};
        return ::lstat(path_.c_str(), &found) == 0;
    }

    Shell shell_;
    std::string path_;
};

TEST_F(ControlTest, ALineIsAnsweredByALine) {
    auto const socket = open();
    EXPECT_EQ(ask_while_running("drain").value(), "heard drain");
    EXPECT_EQ(ask_while_running("").value(), "heard ");
}

TEST_F(ControlTest, OnlyTheOwnerMayAskAndTheFileGoesWithTheSocket) {
    auto socket = open();
    struct stat file {};
    ASSERT_EQ(::lstat(path_.c_str(), &file), 0);
    EXPECT_TRUE(S_ISSOCK(file.st_mode));
    EXPECT_EQ(file.st_mode & 0777U, 0600U);
    socket.reset();
    EXPECT_FALSE(exists());
}

TEST_F(ControlTest, AFileThatIsNoSocketIsLeftAlone) {
    std::ofstream(path_) << "precious";
    auto const made = ControlSocket::open(shell_, path_, [](std::string_view) { return ""; });
    ASSERT_FALSE(made);
    EXPECT_THAT(made.error().text, HasSubstr("not a socket"));
    EXPECT_TRUE(exists());
}

TEST_F(ControlTest, ALivingSocketIsNotReplacedAndAStaleOneIs) {
    auto const living = open();
    EXPECT_FALSE(ControlSocket::open(shell_, path_, [](std::string_view) { return ""; }));
    std::string const stale = path_ + ".stale";
    ASSERT_EQ(::rename(path_.c_str(), stale.c_str()), 0);
    {
        Shell other;
        auto const made = ControlSocket::open(other, path_, [](std::string_view) { return ""; });
        ASSERT_TRUE(made);
        ASSERT_EQ(::link(path_.c_str(), (path_ + ".kept").c_str()), 0);
    }
    ASSERT_EQ(::rename((path_ + ".kept").c_str(), path_.c_str()), 0);
    EXPECT_NE(open(), nullptr);
    ::unlink(stale.c_str());
}

TEST_F(ControlTest, ASilentServerIsGivenUp) {
    auto const socket = open();
    auto const answer = ask(path_, "nobody runs the shell", 50ms);
    ASSERT_FALSE(answer);
    EXPECT_THAT(answer.error().text, HasSubstr("no answer in time"));
    EXPECT_FALSE(ask(path_ + ".absent", "x", 50ms));
}

TEST(Signals, ASignalIsAnEventOfTheLoop) {
    Shell shell;
    std::vector<int> seen;
    {
        Signals const signals(shell, [&](int number) { seen.push_back(number); });
        for (int const number : {SIGTERM, SIGHUP}) {
            ::raise(number);
            EXPECT_TRUE(shell.run_turn(shell.now() + 10s));
        }
    }
    EXPECT_EQ(seen, (std::vector<int>{SIGTERM, SIGHUP}));
    EXPECT_FALSE(shell.run_turn(shell.now() + 5ms));
}

}  // namespace
}  // namespace drivers
