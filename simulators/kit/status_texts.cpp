#include "simulators/kit/status_texts.hpp"

#include <array>
#include <utility>

namespace kit {
namespace {

constexpr std::array<std::pair<int, std::string_view>, 20> reasons{{{100, "Trying"},
                                                                    {180, "Ringing"},
                                                                    {200, "OK"},
                                                                    {202, "Accepted"},
                                                                    {302, "Moved Temporarily"},
                                                                    {400, "Bad Request"},
                                                                    {403, "Forbidden"},
                                                                    {404, "Not Found"},
                                                                    {405, "Method Not Allowed"},
                                                                    {415, "Unsupported Media Type"},
                                                                    {420, "Bad Extension"},
                                                                    {480, "Temporarily Unavailable"},
                                                                    {481, "Call/Transaction Does Not Exist"},
                                                                    {483, "Too Many Hops"},
                                                                    {486, "Busy Here"},
                                                                    {488, "Not Acceptable Here"},
                                                                    {500, "Server Internal Error"},
                                                                    {503, "Service Unavailable"},
                                                                    {504, "Server time-out"},
                                                                    {603, "Decline"}}};

}  // namespace

std::string_view reason_of(int status) {
    for (auto const& [code, reason] : reasons)
        if (code == status) return reason;
    return status < 200 ? "Progress" : status < 300 ? "Success" : status < 400 ? "Redirection" : "Failure";
}

}  // namespace kit
