// The contract of everything that sits on one byte stream (style.md §2.1): five verbs, the same in every core.
#pragma once
#include <concepts>
#include <cstddef>
#include <optional>
#include <span>

#include "sansio/time.hpp"

namespace sansio {

/// M::Event is a std::variant of structs. Events may hold views that are valid until the next receive().
template <class M>
concept StreamMachine = requires(M machine, M const& constant, std::span<std::byte const> bytes, Time now,
                                 std::size_t count) {
    machine.receive(bytes, now);
    machine.end_of_stream(now);
    machine.expire(now);
    { constant.next_deadline() } -> std::same_as<std::optional<Time>>;
    { constant.unsent() } -> std::same_as<std::span<std::byte const>>;
    machine.sent(count);
    { machine.poll_event() } -> std::same_as<std::optional<typename M::Event>>;
};

}  // namespace sansio
