#include "edge/sip/header_names.hpp"

#include <gtest/gtest.h>

#include "sansio/domain_name.hpp"

namespace sip {
namespace {

TEST(HeaderNames, EveryRowIsFoundByItsNameInAnyCase) {
    for (std::size_t i = 0; i < known_headers; ++i) {
        auto const header = static_cast<Header>(i);
        std::string upper(name_of(header));
        for (auto& letter : upper)
            letter = static_cast<char>(std::toupper(static_cast<unsigned char>(letter)));
        EXPECT_EQ(find_header(name_of(header)), header) << name_of(header);
        EXPECT_EQ(find_header(upper), header) << upper;
        EXPECT_EQ(find_header(sansio::lower_case(name_of(header))), header) << name_of(header);
    }
}

TEST(HeaderNames, CompactFormsAreTheNames_Rfc3261_7_3_3) {
    EXPECT_EQ(find_header("v"), Header::via);
    EXPECT_EQ(find_header("F"), Header::from);
    EXPECT_EQ(find_header("l"), Header::content_length);
    struct {
        char letter;
        std::string_view name;
    } const registered[] = {{'a', "Accept-Contact"},
                            {'b', "Referred-By"},
                            {'c', "Content-Type"},
                            {'d', "Request-Disposition"},
                            {'e', "Content-Encoding"},
                            {'f', "From"},
                            {'i', "Call-ID"},
                            {'j', "Reject-Contact"},
                            {'k', "Supported"},
                            {'l', "Content-Length"},
                            {'m', "Contact"},
                            {'n', "Identity-Info"},
                            {'o', "Event"},
                            {'r', "Refer-To"},
                            {'s', "Subject"},
                            {'t', "To"},
                            {'u', "Allow-Events"},
                            {'v', "Via"},
                            {'x', "Session-Expires"},
                            {'y', "Identity"}};
    for (auto const& [letter, name] : registered)
        EXPECT_EQ(name_of(find_header({&letter, 1})), name) << letter;
    for (char const free : {'g', 'h', 'p', 'q', 'w', 'z'})
        EXPECT_EQ(find_header({&free, 1}), Header::unknown);
}

TEST(HeaderNames, NamesNearAKnownOneAreUnknown) {
    for (auto const* name : {"", "Vi", "Viaa",
                             "V\x09"
                             "a",
                             "Call_ID", "Call-IE", "@rom", "ms-diagnostic"})
        EXPECT_EQ(find_header(name), Header::unknown) << name;
}

TEST(HeaderNames, EveryHeaderOfRfc3261IsKnown_Rfc3261_20) {
    for (auto const* name : {"Accept",
                             "Accept-Encoding",
                             "Accept-Language",
                             "Alert-Info",
                             "Allow",
                             "Authentication-Info",
                             "Authorization",
                             "Call-ID",
                             "Call-Info",
                             "Contact",
                             "Content-Disposition",
                             "Content-Encoding",
                             "Content-Language",
                             "Content-Length",
                             "Content-Type",
                             "CSeq",
                             "Date",
                             "Error-Info",
                             "Expires",
                             "From",
                             "In-Reply-To",
                             "Max-Forwards",
                             "Min-Expires",
                             "MIME-Version",
                             "Organization",
                             "Priority",
                             "Proxy-Authenticate",
                             "Proxy-Authorization",
                             "Proxy-Require",
                             "Record-Route",
                             "Reply-To",
                             "Require",
                             "Retry-After",
                             "Route",
                             "Server",
                             "Subject",
                             "Supported",
                             "Timestamp",
                             "To",
                             "Unsupported",
                             "User-Agent",
                             "Via",
                             "Warning",
                             "WWW-Authenticate"})
        EXPECT_EQ(name_of(find_header(name)), name);
}

TEST(HeaderNames, SingleAndListKindsAreValuesOfTheSameTable) {
    EXPECT_EQ(to_header(ListHeader::via), Header::via);
    EXPECT_EQ(to_header(SingleHeader::call_id), Header::call_id);
}

}  // namespace
}  // namespace sip
