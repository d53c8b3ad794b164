#include "edge/sip/method.hpp"

#include <array>

namespace sip {

namespace {

constexpr std::array<std::string_view, static_cast<std::size_t>(Method::unknown) + 1> names{
#define METHOD(identifier, text) text,
#include "edge/sip/methods.inc"
#undef METHOD
};

}  // namespace

Method find_method(std::string_view text) {
    for (std::size_t i = 0; i + 1 < names.size(); ++i)
        if (names[i] == text) return static_cast<Method>(i);
    return Method::unknown;
}

std::string_view name_of(Method method) {
    return names[static_cast<std::size_t>(method)];
}

}  // namespace sip
