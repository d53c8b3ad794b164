#include "drivers/asio/endpoints.hpp"

#include <algorithm>
#include <fcntl.h>

#include <boost/asio/error.hpp>

namespace drivers {

namespace asio = boost::asio;

asio::ip::address to_asio(sansio::IpAddress const& address) {
    if (address.family == sansio::IpAddress::Family::v4) {
        asio::ip::address_v4::bytes_type bytes{};
        std::copy_n(address.bytes.begin(), bytes.size(), bytes.begin());
        return asio::ip::address_v4(bytes);
    }
    asio::ip::address_v6::bytes_type bytes{};
    std::copy_n(address.bytes.begin(), bytes.size(), bytes.begin());
    return asio::ip::address_v6(bytes);
}

sansio::IpAddress from_asio(asio::ip::address const& address) {
    sansio::IpAddress made;
    if (address.is_v4()) {
        auto const bytes = address.to_v4().to_bytes();
        std::copy(bytes.begin(), bytes.end(), made.bytes.begin());
        return made;
    }
    auto const bytes = address.to_v6().to_bytes();
    made.family = sansio::IpAddress::Family::v6;
    std::copy(bytes.begin(), bytes.end(), made.bytes.begin());
    return made;
}

void close_on_exec(int descriptor) {
    ::fcntl(descriptor, F_SETFD, FD_CLOEXEC);
}

bool is_pause(error_code const& error) {
    return error == asio::error::would_block || error == asio::error::try_again ||
           error == asio::error::interrupted;
}

bool is_exhaustion(error_code const& error) {
    return error == asio::error::no_descriptors || error == asio::error::no_buffer_space ||
           error == asio::error::no_memory || error == boost::system::errc::too_many_files_open_in_system;
}

sansio::ConnectionFault connect_fault(error_code const& error) {
    using Stage = sansio::ConnectionFault::Stage;
    Stage stage = Stage::unreachable;
    if (error == asio::error::connection_refused || error == asio::error::connection_reset)
        stage = Stage::refused;
    else if (error == asio::error::timed_out)
        stage = Stage::timed_out;
    else if (is_exhaustion(error))
        stage = Stage::limit;
    return {stage, {}, error.message()};
}

}  // namespace drivers
