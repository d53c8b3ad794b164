#include "sansio/whole_number.hpp"

#include <charconv>

namespace sansio {

std::string whole_number_fault(std::string const& text, std::uint64_t least, std::uint64_t most) {
    std::uint64_t value = 0;
    auto const [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    bool const is_decimal =
        fault == std::errc() && end == text.data() + text.size() && (text.size() == 1 || text.front() != '0');
    if (is_decimal && value >= least && value <= most) return {};
    return "'" + text + "' is not a whole number from " + std::to_string(least) + " to " +
           std::to_string(most);
}

}  // namespace sansio
