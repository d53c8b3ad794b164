// Any bytes as messages between two parties: the capture is well formed and carries exactly those bytes.
#include "reports/pcapng.hpp"

#include "reports/test_capture.hpp"
#include "sansio/check.hpp"

extern "C" int LLVMFuzzerTestOneInput(unsigned char const* bytes, std::size_t size) {
    std::string_view rest(reinterpret_cast<char const*>(bytes), size);
    reports::RunHeader header{.version = "0", .date = "2013-06-01"};
    reports::ScenarioRecord scenario;
    scenario.start = {.id = "sip/fuzz", .parties = {"contoso", "edge"}};
    std::size_t carried = 0;
    while (!rest.empty()) {
        // A 0xff ends a message; its last bit says which way it goes.
        auto const message = rest.substr(0, rest.find('\xff'));
        bool const back = !message.empty() && (static_cast<unsigned char>(message.back()) & 1U) != 0;
        scenario.entries.push_back(reports::Message{
            {}, back ? "edge" : "contoso", back ? "contoso" : "edge", "", std::string(message)});
        carried += message.size();
        rest.remove_prefix(std::min(message.size() + 1, rest.size()));
    }
    auto const capture = reports::CaptureReader(reports::pcapng(header, scenario)).read();
    sansio::check(capture.has_value(), "the file is well formed");
    for (auto const& packet : capture->packets)
        sansio::check(reports::has_right_checksums(packet), "each checksum is right");
    auto const streams = reports::streams_of(*capture);
    sansio::check(streams.has_value(), "each stream is whole");
    std::size_t found = 0;
    for (auto const& [direction, stream] : *streams) found += stream.size();
    sansio::check(found == carried, "every octet is there once");
    return 0;
}
