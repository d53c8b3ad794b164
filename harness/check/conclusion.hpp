// What all findings come to: healthy, broken or unknown, and the first layer that is to blame.
#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "harness/check/finding.hpp"

namespace check {

enum class Verdict : std::uint8_t { healthy, broken, unknown };
std::string_view to_string(Verdict verdict);

struct Conclusion {
    Verdict verdict = Verdict::healthy;
    std::optional<Finding> first;  // what decided; nothing when healthy
    std::size_t warnings = 0;
};

/// Broken when anything that the partner publishes is broken: the error of the lowest layer, of these the first found. Else
/// unknown when somebody did not answer, or when no address was heard to speak SIP. No findings at all are no health.
Conclusion conclude(std::span<Finding const> findings);

/// By layer, then in the order found: how findings are listed when nobody watches them come.
std::vector<Finding> in_order(std::span<Finding const> findings);

/// One line with its line end: "error    identity  sip.fabrikam.com 192.0.2.7:5061  the certificate …".
std::string line_of(Finding const& finding);
/// The last words: the verdict, and of what is broken the fact, its ground, what users see and what to do.
std::string summary(Conclusion const& conclusion, std::string_view domain, sansio::Duration took);
/// The whole check as one object, with a line end.
std::string to_json(std::span<Finding const> findings, std::string_view domain, sansio::WallTime wall,
                    sansio::Duration took);

}  // namespace check
