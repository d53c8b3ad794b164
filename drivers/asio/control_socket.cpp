#include "drivers/asio/control_socket.hpp"

#include <sys/stat.h>
#include <unistd.h>
#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>

#include "drivers/asio/endpoints.hpp"
#include "drivers/asio/loop.hpp"
#include "drivers/asio/shell.hpp"
#include "sansio/check.hpp"

namespace drivers {

namespace asio = boost::asio;
using asio::local::stream_protocol;

namespace {

constexpr std::size_t line_max = 64 * 1024;

tl::unexpected<ControlFault> fault(std::string const& path, std::string const& text) {
    return sansio::unexpected(ControlFault{path + ": " + text});
}

bool still_answers(Loop& loop, stream_protocol::endpoint const& endpoint) {
    stream_protocol::socket probe(loop.context);
    error_code error;
    probe.connect(endpoint, error);
    return !error;
}

/// One who asks. It lives as long as a handler holds it.
struct Client : std::enable_shared_from_this<Client> {
    Client(Loop& given_loop, stream_protocol::socket given_socket, ControlSocket::Answer const& given_answer)
        : loop(given_loop), socket(std::move(given_socket)), answer(given_answer) {}

    void read_line() {
        asio::async_read_until(socket, asio::dynamic_buffer(received, line_max), '\n',
                               [self = shared_from_this()](error_code const& error, std::size_t size) {
                                   if (!error) self->on_line(size);
                               });
    }
    void on_line(std::size_t size) {
        loop.happened = true;
        reply = answer(std::string_view(received).substr(0, size - 1));
        sansio::check(reply.find('\n') == std::string::npos, "an answer is one line");
        reply += '\n';
        received.erase(0, size);
        asio::async_write(socket, asio::buffer(reply),
                          [self = shared_from_this()](error_code const& error, std::size_t) {
                              if (!error) self->read_line();
                          });
    }

    Loop& loop;
    stream_protocol::socket socket;
    ControlSocket::Answer answer;
    std::string received;
    std::string reply;
};

}  // namespace

struct ControlSocket::Server {
    Server(Loop& given_loop, std::string given_path, Answer given_answer)
        : loop(given_loop),
          path(std::move(given_path)),
          answer(std::move(given_answer)),
          acceptor(loop.context) {}
    ~Server() { stop(); }

    /// Removes the file unless somebody has put another in its place.
    void stop() {
        error_code ignored;
        acceptor.close(ignored);
        struct stat now {};
        bool const ours = bound && ::lstat(path.c_str(), &now) == 0 && now.st_ino == file.st_ino &&
                          now.st_dev == file.st_dev;
        if (ours) ::unlink(path.c_str());
        bound = false;
    }

    sansio::Result<void, ControlFault> listen() {
        struct stat existing {};
        stream_protocol::endpoint const endpoint(path);
        if (::lstat(path.c_str(), &existing) == 0) {
            if (!S_ISSOCK(existing.st_mode)) return fault(path, "exists and is not a socket");
            if (still_answers(loop, endpoint)) return fault(path, "another program answers there");
            ::unlink(path.c_str());
        }
        error_code error;
        acceptor.open(endpoint.protocol(), error);
        close_on_exec(acceptor.native_handle());
        if (!error) acceptor.bind(endpoint, error);
        if (error) return fault(path, error.message());
        bound = ::lstat(path.c_str(), &file) == 0;
        // Before listen() nobody can connect, so there is no moment at which others could.
        if (::chmod(path.c_str(), S_IRUSR | S_IWUSR) != 0) return fault(path, "its mode cannot be set");
        acceptor.listen(16, error);
        if (error) return fault(path, error.message());
        return {};
    }

    static void accept(std::shared_ptr<Server> const& server) {
        server->acceptor.async_accept([server](error_code const& error, stream_protocol::socket socket) {
            if (!server->acceptor.is_open()) return;
            if (!error) {
                close_on_exec(socket.native_handle());
                std::make_shared<Client>(server->loop, std::move(socket), server->answer)->read_line();
            }
            accept(server);
        });
    }

    Loop& loop;
    std::string path;
    Answer answer;
    stream_protocol::acceptor acceptor;
    struct stat file {};
    bool bound = false;
};

sansio::Result<std::unique_ptr<ControlSocket>, ControlFault> ControlSocket::open(Shell& shell,
                                                                                 std::string path,
                                                                                 Answer answer) {
    if (path.size() >= sizeof(sockaddr_un::sun_path)) return fault(path, "the name is too long for a socket");
    auto const server = std::make_shared<Server>(shell.loop(), std::move(path), std::move(answer));
    if (auto listening = server->listen(); !listening) return sansio::unexpected(listening.error());
    Server::accept(server);
    return std::unique_ptr<ControlSocket>(new ControlSocket(server));
}

ControlSocket::ControlSocket(std::shared_ptr<Server> server) : server_(std::move(server)) {}

ControlSocket::~ControlSocket() {
    server_->stop();
}

}  // namespace drivers
