#include "edge/service/log.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include "sansio/wall_time.hpp"

namespace edge {

namespace {

std::string_view level_name(sansio::Report::Level level) {
    switch (level) {
        case sansio::Report::Level::debug:
            return "debug";
        case sansio::Report::Level::info:
            return "info";
        case sansio::Report::Level::warning:
            return "warning";
        case sansio::Report::Level::error:
            return "error";
    }
    return "error";
}

/// A value as text shows it: quoted when it has anything that would end it, control characters made visible.
std::string text_value(std::string const& value) {
    bool const plain = std::ranges::all_of(value, [](unsigned char letter) {
        return letter > ' ' && letter < 0x7f && letter != '"' && letter != '=' && letter != '\\';
    });
    if (plain && !value.empty()) return value;
    auto text =
        nlohmann::ordered_json(value).dump(-1, ' ', true, nlohmann::ordered_json::error_handler_t::replace);
    // Of what is not ASCII our own tables have this one, which people read in each clause.
    constexpr std::string_view escaped = "\\u00a7", section = "§";
    for (auto at = text.find(escaped); at != std::string::npos; at = text.find(escaped, at + 1))
        if (text[at - 1] != '\\') text.replace(at, escaped.size(), section);
    return text;
}

}  // namespace

std::string log_line(sansio::Report const& report, sansio::WallTime wall, topology::Logging::Format format) {
    if (format == topology::Logging::Format::json) {
        nlohmann::ordered_json line{
            {"at", sansio::to_string(wall)}, {"level", level_name(report.level)}, {"event", report.event}};
        for (auto const& [key, value] : report.fields) line[key] = value;
        return line.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
    }
    auto line = sansio::to_string(wall);
    line.append(" ").append(level_name(report.level)).append(" ").append(report.event);
    for (auto const& [key, value] : report.fields)
        line.append(" ").append(key).append("=").append(text_value(value));
    return line;
}

struct Log::Sink {
    topology::Logging settings;
    spdlog::logger logger{"edge", std::make_shared<spdlog::sinks::stderr_sink_st>()};
};

Log::Log(topology::Logging settings) : sink_(std::make_unique<Sink>()) {
    sink_->settings = settings;
    sink_->logger.set_pattern("%v");
    // The core's level decides, so that a reload can change it without a second filter.
    sink_->logger.set_level(spdlog::level::trace);
    sink_->logger.flush_on(spdlog::level::trace);
}

Log::~Log() = default;

void Log::set(topology::Logging settings) {
    sink_->settings = settings;
}

void Log::write(sansio::Report const& report, sansio::WallTime wall) {
    if (report.level < sink_->settings.level) return;
    sink_->logger.log(spdlog::level::info, "{}", log_line(report, wall, sink_->settings.format));
}

}  // namespace edge
