// The console of `fedproof peer`: command lines to a party, its journal to printed lines. No I/O in here.
#pragma once
#include <deque>
#include <string>
#include <string_view>

#include "simulators/kit/party.hpp"

namespace simulators {

class PeerConsole {
public:
    /// `user` speaks: the first of the party's users.
    PeerConsole(kit::Party& party, kit::Journal const& journal, std::string user)
        : party_(party), journal_(journal), user_(std::move(user)) {}

    /// One line of input; false for "quit". What is wrong with it is printed.
    bool command(std::string_view line, sansio::Time now);
    /// Says what waited for its session.
    void advance(sansio::Time now);
    /// What happened since the last call, a line each with its line end.
    std::string take_output();

private:
    struct Waiting {
        std::string call_id;
        std::string text;
    };
    void im(std::string_view to, std::string_view text, sansio::Time now);
    void print(kit::Sent const& sent);

    kit::Party& party_;
    kit::Journal const& journal_;
    std::string user_;
    std::deque<Waiting> waiting_;
    std::size_t printed_ = 0;
    std::string output_;
};

}  // namespace simulators
