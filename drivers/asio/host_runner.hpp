// Runs one host in a Shell: does what its actions say and flushes its connections at the end of a turn.
#pragma once
#include <functional>
#include <map>

#include "drivers/asio/connection_table.hpp"
#include "drivers/asio/datagram_socket.hpp"
#include "drivers/asio/listener.hpp"

namespace drivers {

class HostRunner {
public:
    using ReportSink = std::function<void(std::string const& host, sansio::Report const& report)>;

    /// `reports` may be empty; it outlives the runner.
    HostRunner(HostId id, Loop& loop, HostSetup setup, ReportSink const& reports);

    HostId id() const { return id_; }
    void set_profiles(std::vector<std::shared_ptr<tls::Context const>> profiles) {
        profiles_ = std::move(profiles);
    }
    void touch() { seat_.stirred = true; }
    /// True if the end of the turn left something to do.
    bool restless() const { return seat_.stirred || connections_.dirty(); }
    std::optional<sansio::Time> next_deadline();
    void expire(sansio::Time now);
    /// Ends a turn: actions are done, connections flushed. True if there was anything.
    bool settle();

    /// The core is not called again; its connections are reset.
    void kill();
    bool killed() const { return seat_.host == nullptr; }
    /// Nothing of a killed runner is known to Asio any more, so it may be destroyed.
    bool vacated();

private:
    void start();
    void perform_actions();
    void perform(sansio::Listen const& listen);
    void perform(sansio::StopListening const& stop);
    void perform(sansio::Connect const& connect);
    void perform(sansio::Send const& send) { connections_.mark_dirty(send.connection); }
    void perform(sansio::Close const& close) { connections_.close(close); }
    void perform(sansio::OpenSocket const& open);
    void perform(sansio::CloseSocket const& close);
    void perform(sansio::SendDatagram const& send);
    void perform(sansio::Report const& report);

    bool knows(sansio::TlsProfile profile) const;
    std::shared_ptr<tls::Context const> context_of(sansio::TlsProfile profile) const;

    HostId const id_;
    Seat seat_;
    std::vector<std::shared_ptr<tls::Context const>> profiles_;
    ReportSink const& reports_;
    ConnectionTable connections_;
    std::map<sansio::ListenerId, std::unique_ptr<Listener>> listeners_;
    std::map<sansio::SocketId, std::unique_ptr<DatagramSocket>> sockets_;
    bool started_ = false;
};

}  // namespace drivers
