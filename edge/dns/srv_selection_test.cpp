#include "edge/dns/srv_selection.hpp"

#include <gtest/gtest.h>

namespace dns {
namespace {

using State = Service::State;

Answer answer_with(std::vector<SrvRecord> services) {
    Answer answer;
    answer.outcome = Answer::Outcome::found;
    answer.services = std::move(services);
    return answer;
}

std::vector<std::string> targets_of(Service const& service) {
    std::vector<std::string> names;
    for (ServiceTarget const& target : service.targets) names.push_back(target.fqdn);
    return names;
}

TEST(SrvSelection, PrefersSmallPriorityThenLargeWeightThenTheFirstReceived) {
    Service const service = select(answer_with({{20, 0, 5061, "d.fabrikam.com"},
                                                {10, 5, 5061, "c.fabrikam.com"},
                                                {10, 50, 5061, "a.fabrikam.com"},
                                                {10, 50, 5062, "b.fabrikam.com"}}),
                                   "fabrikam.com");
    EXPECT_EQ(service.state, State::found);
    EXPECT_EQ(targets_of(service), (std::vector<std::string>{"a.fabrikam.com", "b.fabrikam.com",
                                                             "c.fabrikam.com", "d.fabrikam.com"}));
    EXPECT_EQ(service.targets[1].port, 5062);
}

TEST(SrvSelection, ATargetIsOneLabelInFrontOfTheSipDomain) {
    struct Row {
        std::string_view target;
        bool one_label, in_zone;
    };
    for (Row const& row : {Row{"sip.lab.example.com", true, true}, Row{"SIP.LAB.example.com", true, true},
                           Row{"a.b.lab.example.com", false, true}, Row{"lab.example.com", false, true},
                           Row{"sip.example.com", false, false}, Row{"sip.other.com", false, false},
                           Row{"siplab.example.com", false, false}, Row{"example.com", false, false},
                           Row{"xlab.example.com", false, false}, Row{"-.lab.example.com", false, false},
                           Row{"", false, false}}) {
        EXPECT_EQ(is_target_of(row.target, "lab.example.com", TargetRule::one_label), row.one_label)
            << row.target;
        EXPECT_EQ(is_target_of(row.target, "lab.example.com", TargetRule::in_zone), row.in_zone)
            << row.target;
    }
}

TEST(SrvSelection, SiftsOutForeignTargets) {
    Service const service = select(
        answer_with({{0, 9, 5061, "sip.other.com"}, {1, 0, 5061, "sip.fabrikam.com"}}), "Fabrikam.com");
    EXPECT_EQ(targets_of(service), std::vector<std::string>{"sip.fabrikam.com"});
    EXPECT_EQ(service.conflicting, std::vector<std::string>{"sip.other.com"});
}

TEST(SrvSelection, SaysWhyThereIsNoTarget) {
    EXPECT_EQ(select(answer_with({{0, 0, 5061, "sip.other.com"}}), "fabrikam.com").state, State::conflicting);
    EXPECT_EQ(select(answer_with({{0, 0, 0, ""}}), "fabrikam.com").state, State::declined);
    Answer answer;
    answer.outcome = Answer::Outcome::no_such_name;
    EXPECT_EQ(select(answer, "fabrikam.com").state, State::absent);
    answer.outcome = Answer::Outcome::no_data;
    EXPECT_EQ(select(answer, "fabrikam.com").state, State::absent);
    for (auto const outcome :
         {Answer::Outcome::timed_out, Answer::Outcome::server_failure, Answer::Outcome::truncated}) {
        answer.outcome = outcome;
        answer.text = "why";
        EXPECT_EQ(select(answer, "fabrikam.com").state, State::unavailable);
        EXPECT_EQ(select(answer, "fabrikam.com").text, "why");
    }
}

TEST(SrvSelection, TheServiceOfADomainIsSipfederationtls) {
    EXPECT_EQ(federation_service_name("fabrikam.com"), "_sipfederationtls._tcp.fabrikam.com");
}

}  // namespace
}  // namespace dns
