// The users of a party with what their endpoints carry on the wire: epid and GRUU.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "sansio/random.hpp"
#include "simulators/kit/party_settings.hpp"

namespace kit {

struct LocalUser {
    User user;
    std::string epid;     // ten hexadecimal digits
    std::string contact;  // value of Contact
};

/// A fresh Record-Route URI of the party's own edge in <>: opaque state and a signature, as Lync writes them.
std::string own_record_route(PartySettings const& settings, sansio::Random& random);

class Roster {
public:
    Roster(PartySettings const& settings, sansio::Random random);

    void add(User user);
    /// nullptr for a stranger. Case does not matter.
    LocalUser const* find(std::string_view address) const;
    /// The party's host itself, under its FQDN.
    LocalUser const& host() const { return host_; }
    /// True for the host's own name and its domain without a user.
    bool is_host(std::string_view address) const;

private:
    sansio::Random random_;
    std::string domain_;
    LocalUser host_;
    std::vector<LocalUser> users_;
};

}  // namespace kit
