// The events that a Channel owes its caller, in the only order in which they can happen.
#pragma once
#include <optional>
#include <utility>

#include "drivers/tls/channel.hpp"
#include "drivers/tls/plain_run.hpp"

namespace tls {

class ChannelEvents {
public:
    void establish(sansio::PeerIdentity identity) { established_.emplace(Established{std::move(identity)}); }
    /// Where plain bytes are appended; a view of them is handed out by take().
    PlainRun& plain() {
        if (std::exchange(plain_taken_, false)) plain_.release();
        return plain_;
    }
    /// PeerClosed or Failed: the last event. Only the first one counts.
    void end(Event last) {
        if (std::exchange(ended_, true)) return;
        last_.emplace(std::move(last));
    }
    bool ended() const { return ended_; }

    std::optional<Event> take() {
        if (established_) return std::exchange(established_, std::nullopt);
        if (!plain_.empty() && !plain_taken_) {
            plain_taken_ = true;
            return Plaintext{plain_.bytes()};
        }
        // Whoever asks again has read the bytes.
        plain_taken_ = false;
        plain_.release();
        return std::exchange(last_, std::nullopt);
    }

private:
    std::optional<Established> established_;
    PlainRun plain_;
    std::optional<Event> last_;
    bool plain_taken_ = false;
    bool ended_ = false;
};

}  // namespace tls
