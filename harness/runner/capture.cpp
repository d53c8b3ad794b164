#include "harness/runner/capture.hpp"

#include "simulators/wire/raw_message.hpp"
#include "simulators/wire/slices.hpp"

namespace runner {

sansio::Result<std::string, std::string> captured(script::Capture const& capture,
                                                  kit::Observation const& message) {
    using Part = script::Capture::Part;
    wire::RawMessage const raw(message.raw);
    if (capture.part == Part::request_uri) return std::string(raw.request_uri());
    if (capture.part == Part::start_line) return std::string(raw.start_line());
    if (capture.part == Part::body) return std::string(raw.body());
    auto const values = raw.values(capture.header);
    if (values.size() < capture.line)
        return sansio::unexpected("the message has " + std::to_string(values.size()) + " lines of " +
                                  capture.header + "; ${" + capture.name + "} asks for number " +
                                  std::to_string(capture.line));
    auto const value = values[capture.line - 1];
    if (capture.part == Part::header) return std::string(value);
    if (capture.part == Part::uri) return std::string(wire::uri_of(value));
    auto const first = wire::elements(value);
    auto const found = first.empty() ? std::string_view() : wire::parameter(first.front(), capture.parameter);
    if (found.empty())
        return sansio::unexpected(capture.header + ": " + std::string(value) + " has no parameter " +
                                  capture.parameter);
    return std::string(found);
}

}  // namespace runner
