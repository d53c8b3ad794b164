// The codec beside libosip2 on the same message in one run: interleaved, the ratio of each pair, and its median. CPU time.
#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>
#include <string>
#include <vector>

#include <osipparser2/osip_parser.h>

#include "harness/agreement/typed_read_fixture.hpp"

namespace {

/// An INVITE of a Lync client as it comes to a federated edge, about 1 KB: fifteen header lines and a small body.
std::string invite() {
    constexpr std::string_view head =
        "INVITE sip:alice@contoso.com SIP/2.0\n"
        "Via: SIP/2.0/TLS "
        "192.0.2.77:50112;branch=z9hG4bK5E0C11D7.90BB4C3A2F1E8D6C;branched=FALSE;ms-received-port=50112;"
        "ms-received-cid=3A00\n"
        "Via: SIP/2.0/TLS 192.0.2.90:52440;branch=z9hG4bKqq81mz;received=192.0.2.90\n"
        "Max-Forwards: 68\n"
        "Record-Route: <sip:sip.fabrikam.com:5061;transport=tls;lr;ms-route-sig=ggTrQe81LmNpZxCvBnMaS>\n"
        "From: \"Robert Miller\"<sip:bob@fabrikam.com>;tag=9d1e77c204;epid=4f3e2d1c0b\n"
        "To: <sip:alice@contoso.com>\n"
        "Call-ID: 5b1c9e02d7f84a36b0e8c4d2a1f39e77\n"
        "CSeq: 1 INVITE\n"
        "Contact: <sip:bob@fabrikam.com;opaque=user:epid:QmFzZTY0T2ZBbkVuZHBvaW50SWQ1Mjk4;gruu>\n"
        "User-Agent: UCCAPI/15.0.4420.1017 OC/15.0.4420.1017 (Microsoft Lync)\n"
        "Supported: ms-dialog-route-set-update, timer, histinfo, ms-sender, ms-early-media\n"
        "Allow: INVITE, BYE, ACK, CANCEL, INFO, MESSAGE, UPDATE, REFER\n"
        "P-Asserted-Identity: \"Robert Miller\"<sip:bob@fabrikam.com>\n"
        "Content-Type: application/sdp\n"
        "Content-Length: 123\n"
        "\n"
        "v=0\no=- 0 0 IN IP4 192.0.2.77\ns=session\nc=IN IP4 192.0.2.77\nt=0 0\nm=message 5060 sip "
        "null\na=accept-types:text/plain\n";
    std::string wire;
    for (char const letter : head) {
        if (letter == '\n') wire += '\r';
        wire += letter;
    }
    return wire;
}

double cpu_seconds() {
    return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

volatile std::size_t sink;

template <class Work>
double seconds(int rounds, Work work) {
    auto const begin = cpu_seconds();
    for (int i = 0; i < rounds; ++i) sink = work();
    return cpu_seconds() - begin;
}

std::size_t with_libosip2(std::string const& wire) {
    osip_message_t* message = nullptr;
    if (osip_message_init(&message) != 0) return 0;
    bool const read = osip_message_parse(message, wire.data(), wire.size()) == 0;
    osip_message_free(message);
    return read ? 1 : 0;
}

double median(std::vector<double> numbers) {
    std::sort(numbers.begin(), numbers.end());
    return numbers[numbers.size() / 2];
}

}  // namespace

int main() {
    osip_trace_initialize_func(TRACE_LEVEL0,
                               [](char const*, int, osip_trace_level_t, char const*, va_list) {});
    if (parser_init() != 0) return 2;
    auto const wire = invite();
    sip::MessageView view;
    auto const index = [&] { return view.index(wire).value_or(0); };
    auto const typed = [&] {
        view.index(wire);
        auto const read = agreement::read_typed(view);
        return read.good ? read.letters : 0;
    };
    auto const stranger = [&] { return with_libosip2(wire); };
    if (index() == 0 || typed() == 0 || stranger() == 0) {
        std::fprintf(stderr, "the message is not read: index %zu, typed %zu, libosip2 %zu\n", index(),
                     typed(), stranger());
        return 1;
    }
    std::array<std::vector<double>, 3> times;
    std::array<std::vector<double>, 2> ratios;
    for (int pair = 0; pair < 9; ++pair) {
        // Slices of about equal length, so that a busy machine is busy for all of them.
        constexpr int slices = 10;
        constexpr std::array rounds{1'000, 20'000, 10'000};
        std::array<double, 3> spent{};
        for (int slice = 0; slice < slices; ++slice) {
            spent[0] += seconds(rounds[0], stranger);
            spent[1] += seconds(rounds[1], index);
            spent[2] += seconds(rounds[2], typed);
        }
        for (std::size_t i = 0; i < spent.size(); ++i)
            times[i].push_back(spent[i] / (slices * rounds[i]) * 1e9);
        ratios[0].push_back(times[0].back() / times[1].back());
        ratios[1].push_back(times[0].back() / times[2].back());
    }
    std::printf("INVITE of %zu bytes, median of %zu pairs, CPU time\n", wire.size(), ratios[0].size());
    std::printf("libosip2, parse                 %7.0f ns\n", median(times[0]));
    std::printf("index                           %7.0f ns   %5.1f times as fast   (goal 25)\n",
                median(times[1]), median(ratios[0]));
    std::printf("index and typed, checked parse  %7.0f ns   %5.1f times as fast   (goal 10)\n",
                median(times[2]), median(ratios[1]));
    return 0;
}
