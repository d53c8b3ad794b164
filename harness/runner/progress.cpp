#include "harness/runner/progress.hpp"

#include <algorithm>

namespace runner {
namespace {

constexpr sansio::Duration live_pause = std::chrono::milliseconds{200};
constexpr sansio::Duration log_pause = std::chrono::seconds{30};

std::string seconds(sansio::Duration duration) {
    auto const tenths = duration.count() / 100'000;
    return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " s";
}

}  // namespace

void StatusLine::finished(std::string const& id, reports::Verdict verdict, sansio::Duration took) {
    ++done_;
    if (verdict == reports::Verdict::failed || verdict == reports::Verdict::error) ++failing_;
    if (took <= slowest_took_) return;
    slowest_took_ = took;
    slowest_ = id;
}

std::string StatusLine::sentence(sansio::Duration elapsed) const {
    std::string text =
        std::to_string(done_) + "/" + std::to_string(total_) + ", " + std::to_string(failing_) + " failing";
    if (!slowest_.empty()) text += ", slowest " + slowest_ + " " + seconds(slowest_took_);
    if (done_ > 0 && done_ < total_) {
        auto const left =
            elapsed * static_cast<std::int64_t>(total_ - done_) / static_cast<std::int64_t>(done_);
        text += ", about " + seconds(left) + " left";
    }
    return text;
}

std::string StatusLine::update(sansio::Duration elapsed) {
    if (elapsed < next_) return {};
    next_ = elapsed + (live_ ? live_pause : log_pause);
    if (!live_) return elapsed < log_pause ? std::string() : sentence(elapsed) + "\n";
    std::string text = sentence(elapsed);
    std::string const line = "\r" + text + std::string(shown_ - std::min(shown_, text.size()), ' ');
    shown_ = text.size();
    return line;
}

std::string StatusLine::clear() {
    std::string const line = shown_ == 0 ? std::string() : "\r" + std::string(shown_, ' ') + "\r";
    shown_ = 0;
    return line;
}

}  // namespace runner
