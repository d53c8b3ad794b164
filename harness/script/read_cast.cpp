// <cast>: who takes part. Names that a scenario does not give follow from the id.
#include <set>

#include "harness/script/parts.hpp"
#include "sansio/domain_name.hpp"

namespace script {
namespace {

bool is_name(std::string_view text) {
    return !text.empty() && text.size() <= 40 && text.front() >= 'a' && text.front() <= 'z' &&
           text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string_view::npos;
}

std::string domain_name(Element const& element, std::string_view attribute, std::string otherwise) {
    auto name = element.find(attribute);
    if (!name) return otherwise;
    if (!sansio::is_domain_name(*name))
        element.report(attribute, "\"" + *name + "\" is not a domain name such as sip.fabrikam.com");
    return *name;
}

/// Reads what organisations and partners share, and keeps names unique in the whole cast.
class CastReader {
public:
    std::string id(Element const& element) {
        auto word = element.required("id");
        if (!word.empty()) take(element, "id", word);
        return word;
    }
    std::string domain(Element const& element, std::string const& id) {
        auto name = domain_name(element, "domain", id + ".com");
        if (!domains_.insert(sansio::lower_case(name)).second)
            element.report("domain", "two of the cast have the domain " + name);
        return name;
    }
    std::vector<User> users(Element const& element, std::string const& domain) {
        std::vector<User> users;
        for (auto& word : element.list("users")) {
            take(element, "users", word);
            auto address = word + "@" + domain;
            users.push_back({std::move(word), std::move(address)});
        }
        return users;
    }

private:
    void take(Element const& element, std::string_view attribute, std::string const& word) {
        if (!is_name(word))
            element.report(attribute,
                           "\"" + word + "\" is no name: lower-case letters, digits and - from a letter on");
        else if (!names_.insert(word).second)
            element.report(attribute, "two of the cast are called \"" + word + "\"");
    }

    std::set<std::string> names_;
    std::set<std::string> domains_;
};

}  // namespace

Cast read_cast(Element const& cast) {
    cast.allow({});
    cast.allow_children({"organisation", "partner"});
    cast.allow_no_text();
    Cast read;
    CastReader reader;
    auto const organisations = cast.children("organisation");
    if (organisations.size() != 1) cast.report("a cast has one <organisation>, and its edge is under test");
    for (auto const& element : cast.children()) {
        element.allow_nothing_inside();
        auto const id = reader.id(element);
        auto const domain = reader.domain(element, id);
        if (element.name() == "organisation") {
            element.allow({"id", "edge", "users", "domain", "external-edge", "internal-edge", "pool"});
            element.required("edge");
            element.word<bool>("edge", {{"under-test", true}}, true);
            read.organisation = {id,
                                 domain,
                                 domain_name(element, "external-edge", "sip." + domain),
                                 domain_name(element, "internal-edge", "edge-int." + domain),
                                 domain_name(element, "pool", "pool01." + domain),
                                 reader.users(element, domain),
                                 element.place()};
        } else if (element.name() == "partner") {
            element.allow({"id", "kind", "users", "domain", "server"});
            element.required("kind");
            auto const kind = element.word<PartnerKind>("kind", {{"lync2013", PartnerKind::lync2013}},
                                                        PartnerKind::lync2013);
            auto server = domain_name(element, "server", "sip." + domain);
            read.partners.push_back(
                {id, kind, domain, std::move(server), reader.users(element, domain), element.place()});
        }
    }
    return read;
}

}  // namespace script
