// The edge's log: each Report of its core as a line of text or of JSON, on stderr.
#pragma once
#include <memory>
#include <string>

#include "edge/topology/topology.hpp"
#include "sansio/network.hpp"
#include "sansio/time.hpp"

namespace edge {

class Log {
public:
    explicit Log(topology::Logging settings);
    ~Log();
    Log(Log const&) = delete;
    Log& operator=(Log const&) = delete;

    /// "2013-06-01T12:00:00Z info refused method=INVITE rule=blocked_domain …" or {"at":…,"level":…,"event":…,…}.
    void write(sansio::Report const& report, sansio::WallTime wall);
    void set(topology::Logging settings);

private:
    struct Sink;
    std::unique_ptr<Sink> sink_;
};

/// The line without its end: what Log writes.
std::string log_line(sansio::Report const& report, sansio::WallTime wall, topology::Logging::Format format);

}  // namespace edge
