#include "drivers/tls/wire_bio.hpp"

#include <algorithm>
#include <cstring>

#include "sansio/check.hpp"

namespace tls {

namespace {

Wire& wire_of(BIO* bio) {
    return *static_cast<Wire*>(BIO_get_data(bio));
}

int read_wire(BIO* bio, char* into, std::size_t size, std::size_t* done) {
    BIO_clear_retry_flags(bio);
    Wire& wire = wire_of(bio);
    if (wire.in.empty()) {
        if (!wire.ended) BIO_set_retry_read(bio);
        return 0;
    }
    *done = std::min(size, wire.in.size());
    std::memcpy(into, wire.in.data(), *done);
    wire.in = wire.in.subspan(*done);
    return 1;
}

int write_wire(BIO* bio, char const* bytes, std::size_t size, std::size_t* done) {
    BIO_clear_retry_flags(bio);
    wire_of(bio).out.append(std::string_view(bytes, size));
    *done = size;
    return 1;
}

long control_wire(BIO* bio, int command, long, void*) {
    switch (command) {
        case BIO_CTRL_EOF:
            return wire_of(bio).ended && wire_of(bio).in.empty() ? 1 : 0;
        case BIO_CTRL_FLUSH:
            return 1;
        default:
            return 0;
    }
}

BIO_METHOD const* wire_method() {
    static BIO_METHOD* const method = [] {
        BIO_METHOD* const made = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "wire");
        sansio::check(made != nullptr, "OpenSSL makes a BIO method");
        BIO_meth_set_read_ex(made, read_wire);
        BIO_meth_set_write_ex(made, write_wire);
        BIO_meth_set_ctrl(made, control_wire);
        return made;
    }();
    return method;
}

}  // namespace

BioPtr make_wire_bio(Wire& wire) {
    BioPtr bio(BIO_new(wire_method()));
    sansio::check(bio != nullptr, "OpenSSL makes a BIO");
    BIO_set_data(bio.get(), &wire);
    BIO_set_init(bio.get(), 1);
    return bio;
}

}  // namespace tls
