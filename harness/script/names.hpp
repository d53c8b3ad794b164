// The names of a cast, for the readers of the parts behind it.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "harness/script/scenario.hpp"
#include "harness/script/xml.hpp"

namespace script {

/// Finds parties by what a step calls them. Every getter reports at the attribute and returns an empty value.
class Names {
public:
    /// `cast` outlives this.
    explicit Names(Cast const& cast) : cast_(&cast) {}

    enum class Accept : std::uint8_t {
        user,             // "alice"
        user_or_address,  // also "nobody@fabrikam.com"
        user_or_whole,    // also "fabrikam"
        anybody,
    };
    Party party(Element const& element, std::string_view attribute, Accept accept) const;
    /// The user of that name; without a name when there is none.
    Party user(std::string_view name) const;
    bool is_partner(std::string_view id) const;
    /// The id of a partner.
    std::string partner(Element const& element, std::string_view attribute) const;
    /// The id of the organisation or of a partner.
    std::string whole(Element const& element, std::string_view attribute) const;
    /// From the attributes partner="…" and edge="under-test", of which one must be there.
    Machine machine(Element const& element) const;
    /// True for what sits behind the edge under test.
    bool is_inside(Party const& party) const { return party.home == cast_->organisation.id; }

private:
    Party address(std::string_view text) const;
    std::vector<std::string_view> known(bool users, bool wholes) const;

    Cast const* cast_;
};

/// "alice@contoso.com" has both halves, a domain name behind the sign and nothing that breaks a SIP URI.
bool is_address(std::string_view text);

}  // namespace script
