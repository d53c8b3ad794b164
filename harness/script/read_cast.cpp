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
        if (!word.empty()) word += number_;
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
            word += number_;
            take(element, "users", word);
            auto address = word + "@" + domain;
            users.push_back({std::move(word), std::move(address)});
        }
        return users;
    }

    /// Behind every id and user from now on.
    void count_as(std::string number) { number_ = std::move(number); }

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
    std::string number_;
};

}  // namespace

namespace {

constexpr std::uint32_t partners_max = 200;  // as many addresses as a scenario's network has for them

Organisation read_organisation(Element const& element, CastReader& reader) {
    element.allow({"id", "edge", "users", "domain", "external-edge", "internal-edge", "pool"});
    element.required("edge");
    element.word<bool>("edge", {{"under-test", true}}, true);
    auto const id = reader.id(element);
    auto const domain = reader.domain(element, id);
    return {id,
            domain,
            domain_name(element, "external-edge", "sip." + domain),
            domain_name(element, "internal-edge", "edge-int." + domain),
            domain_name(element, "pool", "pool01." + domain),
            reader.users(element, domain),
            element.place()};
}

PartnerKind read_kind(Element const& element) {
    return element.word<PartnerKind>("kind", {{"lync2013", PartnerKind::lync2013}}, PartnerKind::lync2013);
}

Partner read_partner(Element const& element, CastReader& reader) {
    auto const id = reader.id(element);
    auto const domain = reader.domain(element, id);
    element.required("kind");
    return {id,
            read_kind(element),
            domain,
            domain_name(element, "server", "sip." + domain),
            reader.users(element, domain),
            element.place(),
            {}};
}

/// One more machine of a partner that stands before it: the same domain and users, another address and name.
Partner read_machine(Element const& element, CastReader& reader, std::vector<Partner> const& before) {
    auto const id = reader.id(element);
    auto const wanted = element.required("machine-of");
    if (element.has("users") || element.has("domain"))
        element.report("a machine of another partner has that one's domain and users");
    for (auto const& partner : before) {
        if (partner.id != wanted || !partner.machine_of.empty()) continue;
        auto server = domain_name(element, "server", id + "." + partner.domain);
        return {id,    read_kind(element), partner.domain, std::move(server), partner.users, element.place(),
                wanted};
    }
    element.report("machine-of", "no partner before this one is called \"" + wanted + "\"");
    return {id, PartnerKind::lync2013, id + ".com", "sip." + id + ".com", {}, element.place(), wanted};
}

/// <partner> with count="…": id and users get a number, from 1.
void read_partners(Element const& element, CastReader& reader, std::vector<Partner>& partners) {
    element.allow({"id", "kind", "users", "domain", "server", "count", "machine-of"});
    if (element.has("machine-of")) {
        if (element.has("count")) element.report("count", "machines are written one by one");
        partners.push_back(read_machine(element, reader, partners));
        return;
    }
    if (!element.has("count")) {
        partners.push_back(read_partner(element, reader));
        return;
    }
    if (element.has("domain") || element.has("server"))
        element.report("count", "many partners have the names that follow from their ids");
    auto const count = element.number("count", 2, partners_max).value_or(2);
    for (unsigned number = 1; number <= count && element.sound(); ++number) {
        reader.count_as(std::to_string(number));
        partners.push_back(read_partner(element, reader));
    }
    reader.count_as({});
}

}  // namespace

Cast read_cast(Element const& cast) {
    cast.allow({});
    cast.allow_children({"organisation", "partner"});
    cast.allow_no_text();
    Cast read;
    CastReader reader;
    if (cast.children("organisation").size() != 1)
        cast.report("a cast has one <organisation>, and its edge is under test");
    for (auto const& element : cast.children()) {
        element.allow_nothing_inside();
        if (element.name() == "organisation")
            read.organisation = read_organisation(element, reader);
        else if (element.name() == "partner")
            read_partners(element, reader, read.partners);
    }
    if (read.partners.size() > partners_max)
        cast.report("no more than " + std::to_string(partners_max) + " partners");
    return read;
}

}  // namespace script
