#include "harness/check/certificate_rules.hpp"

#include <algorithm>
#include <set>

#include "sansio/check.hpp"
#include "sansio/domain_name.hpp"
#include "sansio/wall_time.hpp"

namespace check {
namespace {

using sansio::ChainVerdict;
using sansio::SentCertificate;

constexpr auto renewal_time = std::chrono::hours{24} * 30;
constexpr unsigned rsa_bits_min = 2048;
constexpr unsigned curve_bits_min = 224;

using Names = std::vector<std::string>;

std::string listed(Names const& names) {
    constexpr std::size_t shown_max = 8;
    std::string text;
    for (std::size_t i = 0; i < std::min(names.size(), shown_max); ++i)
        text += (i == 0 ? "" : ", ") + names[i];
    return names.size() > shown_max ? text + " and " + std::to_string(names.size() - shown_max) + " more"
                                    : text;
}

std::string day_of(sansio::WallTime wall) {
    return sansio::to_string(wall).substr(0, 10);
}

bool holds(Names const& names, std::string_view expected) {
    return std::ranges::any_of(names,
                               [&](auto const& name) { return sansio::equal_ignoring_case(name, expected); });
}

bool covers_by_wildcard(std::string const& name, std::string_view expected) {
    return name.starts_with("*.") &&
           sansio::equal_ignoring_case(name.substr(2), sansio::parent_domain(expected));
}

/// RFC 5922 §7.1: the common name counts only where there is no alternative name at all.
void judge_names(sansio::PeerCertificate const& leaf, std::string_view expected, Observations& seen) {
    std::string const wanted(expected);
    if (!leaf.has_subject_alt_name) {
        if (sansio::equal_ignoring_case(leaf.common_name, expected))
            seen.push_back({Fact::common_name_only, "only the common name says " + wanted, wanted});
        else
            seen.push_back({Fact::wrong_name,
                            "the certificate has no alternative names, and its common name is " +
                                leaf.common_name + ", not " + wanted,
                            leaf.common_name});
        return;
    }
    if (holds(leaf.dns_names, expected)) return;
    auto const wildcard = std::ranges::find_if(
        leaf.dns_names, [&](auto const& name) { return covers_by_wildcard(name, expected); });
    if (wildcard != leaf.dns_names.end()) {
        seen.push_back(
            {Fact::wildcard_name, "the certificate names " + *wildcard + " and not " + wanted, *wildcard});
        return;
    }
    std::string const names = leaf.dns_names.empty() ? std::string("no server") : listed(leaf.dns_names);
    bool const is_domain = holds(leaf.dns_names, sansio::parent_domain(expected));
    seen.push_back({Fact::wrong_name,
                    "the certificate names " + names + ", not " + wanted +
                        (is_domain ? " (the bare SIP domain does not count)" : ""),
                    names});
}

void judge_dates(sansio::PeerCertificate const& leaf, sansio::WallTime wall, Observations& seen) {
    if (wall >= leaf.not_after)
        seen.push_back({Fact::certificate_expired, "the certificate ended on " + day_of(leaf.not_after),
                        day_of(leaf.not_after)});
    else if (wall < leaf.not_before)
        seen.push_back({Fact::certificate_not_yet_valid,
                        "the certificate begins on " + day_of(leaf.not_before), day_of(leaf.not_before)});
    else if (leaf.not_after - wall < renewal_time)
        seen.push_back({Fact::certificate_ends_soon, "the certificate ends on " + day_of(leaf.not_after),
                        day_of(leaf.not_after)});
}

/// RFC 5924 §5 adds id-kp-sipDomain; without the extension every use is allowed (RFC 5280 §4.2.1.12).
void judge_usage(sansio::PeerCertificate const& leaf, Observations& seen) {
    auto const& usages = leaf.extended_key_usages;
    bool const serves =
        usages.empty() || std::ranges::any_of(usages, [](auto const& usage) {
            return usage == "1.3.6.1.5.5.7.3.1" || usage == "1.3.6.1.5.5.7.3.20" || usage == "2.5.29.37.0";
        });
    if (!serves)
        seen.push_back({Fact::wrong_usage,
                        "the certificate is made for " + listed(usages) + ", not for servers",
                        listed(usages)});
}

bool is_weak(SentCertificate const& certificate) {
    bool const is_rsa = certificate.key.starts_with("RSA");
    return certificate.key_bits < (is_rsa ? rsa_bits_min : curve_bits_min);
}

bool is_signed_weakly(SentCertificate const& certificate) {
    auto const name = sansio::lower_case(certificate.signature);
    return name.find("sha1") != std::string::npos || name.find("md5") != std::string::npos;
}

void judge_strength(std::span<SentCertificate const> chain, Observations& seen) {
    for (auto const& certificate : chain) {
        if (is_weak(certificate))
            seen.push_back({Fact::weak_key,
                            certificate.subject + " has a key of " + certificate.key + " " +
                                std::to_string(certificate.key_bits) + " bits",
                            certificate.subject});
        // What a root says of itself nobody has to believe by its signature.
        if (!certificate.is_self_issued() && is_signed_weakly(certificate))
            seen.push_back({Fact::weak_signature,
                            certificate.subject + " is signed with " + certificate.signature,
                            certificate.subject});
    }
}

/// The last certificate that can be reached from the leaf through those that were sent.
SentCertificate const& top_of(std::span<SentCertificate const> chain) {
    SentCertificate const* top = &chain.front();
    std::set<std::string> walked;
    while (!top->is_self_issued() && walked.insert(top->subject).second) {
        auto const issuer = std::ranges::find(chain, top->issuer, &SentCertificate::subject);
        if (issuer == chain.end()) break;
        top = &*issuer;
    }
    return *top;
}

void judge_missing_issuer(std::span<SentCertificate const> chain, SentCertificate const& top,
                          std::span<SentCertificate const> known, Observations& seen) {
    auto const issuer = std::ranges::find(known, top.issuer, &SentCertificate::subject);
    bool const is_known_intermediate = issuer != known.end() && !issuer->is_self_issued();
    // Who issues below a root says where its own certificate is to be had, and sends none: every public authority does so.
    bool const is_leaf_alone = &top == &chain.front() && !top.issuer_url.empty();
    if (is_known_intermediate || is_leaf_alone)
        seen.push_back({Fact::intermediate_missing,
                        "the chain ends at " + top.subject + ": the certificate of its issuer, " +
                            top.issuer + ", is not sent" +
                            (top.issuer_url.empty() ? "" : " (it is at " + top.issuer_url + ")"),
                        top.issuer});
    else
        seen.push_back({Fact::authority_unknown,
                        "the chain leads to " + top.issuer + ", whom nobody here trusts", top.issuer});
}

void judge_chain(std::span<SentCertificate const> chain, ChainVerdict const& verdict,
                 std::span<SentCertificate const> known, Observations& seen) {
    using Fault = ChainVerdict::Fault;
    auto const& top = top_of(chain);
    auto const trusted = std::ranges::any_of(known, [&](auto const& authority) {
        return authority.is_self_issued() &&
               (authority.subject == top.issuer || authority.subject == top.subject);
    });
    if (!trusted && top.is_self_issued()) {
        if (&top == &chain.front())
            seen.push_back({Fact::self_signed, top.subject + " vouches for itself", top.subject});
        else
            seen.push_back({Fact::authority_unknown,
                            "the chain leads to " + top.subject + ", whom nobody here trusts", top.subject});
        return;
    }
    if (!trusted) return judge_missing_issuer(chain, top, known, seen);
    bool const is_old = verdict.fault == Fault::expired || verdict.fault == Fault::not_yet_valid;
    auto const depth = static_cast<std::size_t>(std::max(verdict.depth, 0));
    if (is_old && depth > 0) {
        std::string const& name = depth < chain.size() ? chain[depth].subject : top.subject;
        seen.push_back({Fact::intermediate_expired, name + ": " + verdict.text, name});
    } else if (verdict.fault == Fault::revoked || verdict.fault == Fault::other ||
               verdict.fault == Fault::unknown_authority) {
        // Names fit and signatures do not, or an authority may not issue.
        seen.push_back({Fact::chain_refused, verdict.text, top.subject});
    }
}

std::string describe(sansio::PeerCertificate const& leaf, SentCertificate const& sent) {
    Names const names = leaf.has_subject_alt_name ? leaf.dns_names : Names{leaf.common_name};
    return listed(names) + "; by " + sent.issuer + "; until " + day_of(leaf.not_after) + "; " + sent.key +
           " " + std::to_string(sent.key_bits) + ", " + sent.signature;
}

}  // namespace

Observations judge_identity(sansio::PeerIdentity const& identity, CertificateRules const& rules) {
    sansio::check(identity.leaf.has_value(), "an identity is judged by its certificate");
    Observations seen;
    bool const is_told = identity.sent != nullptr && !identity.sent->certificates.empty();
    if (is_told) judge_chain(identity.sent->certificates, identity.chain, rules.authorities, seen);
    judge_dates(*identity.leaf, rules.wall, seen);
    judge_names(*identity.leaf, rules.expected_name, seen);
    judge_usage(*identity.leaf, seen);
    if (is_told) judge_strength(identity.sent->certificates, seen);
    bool const has_error = std::ranges::any_of(
        seen, [](auto const& one) { return row_of(one.fact).severity == Severity::error; });
    if (!has_error && is_told)
        seen.insert(seen.begin(),
                    {Fact::identity_good, describe(*identity.leaf, identity.sent->certificates.front()),
                     identity.leaf->common_name});
    return seen;
}

}  // namespace check
