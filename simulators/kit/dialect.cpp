#include "simulators/kit/dialect.hpp"

namespace kit {

std::string_view Dialect::text_of(std::string_view template_name) const {
    for (auto const& file : templates)
        if (file.name == template_name) return file.text;
    return {};
}

}  // namespace kit
