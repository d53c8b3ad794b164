#include "harness/script/names.hpp"

#include <algorithm>

#include "sansio/domain_name.hpp"
#include "sansio/suggest.hpp"

namespace script {

bool is_address(std::string_view text) {
    auto const sign = text.find('@');
    if (sign == std::string_view::npos || sign == 0) return false;
    return text.find_first_of(" \t\r\n<>\"@", sign + 1) == std::string_view::npos &&
           text.substr(0, sign).find_first_of(" \t\r\n<>\":") == std::string_view::npos &&
           sansio::is_domain_name(text.substr(sign + 1));
}

Party Names::user(std::string_view name) const {
    auto const look = [&](std::vector<User> const& users, std::string const& home) -> Party {
        for (auto const& user : users)
            if (user.name == name || user.address == name) return {user.name, user.address, home, true};
        return {};
    };
    auto found = look(cast_->organisation.users, cast_->organisation.id);
    for (auto const& partner : cast_->partners)
        if (found.name.empty()) found = look(partner.users, partner.id);
    return found;
}

Party Names::address(std::string_view text) const {
    Party nobody{std::string(text), std::string(text), {}, false};
    auto const domain = text.substr(text.find('@') + 1);
    if (sansio::equal_ignoring_case(domain, cast_->organisation.domain)) nobody.home = cast_->organisation.id;
    for (auto const& partner : cast_->partners)
        if (partner.machine_of.empty() && sansio::equal_ignoring_case(domain, partner.domain))
            nobody.home = partner.id;
    return nobody;
}

std::vector<std::string_view> Names::known(bool users, bool wholes) const {
    std::vector<std::string_view> words;
    auto const add = [&](std::string const& id, std::vector<User> const& some) {
        if (wholes) words.push_back(id);
        if (users)
            for (auto const& user : some) words.push_back(user.name);
    };
    add(cast_->organisation.id, cast_->organisation.users);
    for (auto const& partner : cast_->partners) add(partner.id, partner.users);
    return words;
}

Party Names::party(Element const& element, std::string_view attribute, Accept accept) const {
    auto word = element.required(attribute);
    if (word.empty()) return {};
    if (auto found = user(word); !found.name.empty()) return found;
    bool const wholes = accept == Accept::user_or_whole || accept == Accept::anybody;
    bool const addresses = accept == Accept::user_or_address || accept == Accept::anybody;
    auto const all = known(false, true);
    if (std::find(all.begin(), all.end(), word) != all.end()) {
        if (wholes) return {word, {}, word, true};
        element.report(attribute, "\"" + word + "\" is a whole party; a user is expected here");
    } else if (addresses && is_address(word)) {
        return address(word);
    } else {
        auto const words = known(true, wholes);
        element.report(attribute,
                       "nobody in the cast is called \"" + word + "\"" + sansio::did_you_mean(word, words));
    }
    return {};
}

bool Names::is_partner(std::string_view id) const {
    return std::any_of(cast_->partners.begin(), cast_->partners.end(),
                       [id](Partner const& partner) { return partner.id == id; });
}

std::string Names::partner(Element const& element, std::string_view attribute) const {
    auto word = element.required(attribute);
    std::vector<std::string_view> words;
    for (auto const& partner : cast_->partners) {
        if (partner.id == word) return word;
        words.push_back(partner.id);
    }
    if (!word.empty())
        element.report(attribute,
                       "no partner is called \"" + word + "\"" + sansio::did_you_mean(word, words));
    return {};
}

std::string Names::whole(Element const& element, std::string_view attribute) const {
    auto word = element.required(attribute);
    auto const words = known(false, true);
    if (std::find(words.begin(), words.end(), word) != words.end()) return word;
    if (!word.empty())
        element.report(attribute, "no organisation or partner is called \"" + word + "\"" +
                                      sansio::did_you_mean(word, words));
    return {};
}

Machine Names::machine(Element const& element) const {
    if (element.has("partner") == element.has("edge")) {
        element.report("<" + std::string(element.name()) +
                       "> needs either partner=\"…\" or edge=\"under-test\"");
        return {};
    }
    if (element.has("partner")) return {Machine::Kind::partner, partner(element, "partner")};
    element.word<bool>("edge", {{"under-test", true}}, true);
    return {Machine::Kind::edge, cast_->organisation.id};
}

}  // namespace script
