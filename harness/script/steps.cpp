#include "harness/script/steps.hpp"

namespace script {

std::vector<std::vector<Step> const*> inner_steps(Step const& step) {
    std::vector<std::vector<Step> const*> lists;
    if (auto const* const repeat = std::get_if<Repeat>(&step.what)) lists.push_back(&repeat->steps);
    if (auto const* const parallel = std::get_if<Parallel>(&step.what))
        for (auto const& role : parallel->roles) lists.push_back(&role);
    if (auto const* const one_of = std::get_if<OneOf>(&step.what))
        for (auto const& way : one_of->ways) lists.push_back(&way);
    return lists;
}

}  // namespace script
