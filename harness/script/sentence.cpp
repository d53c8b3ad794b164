#include "harness/script/sentence.hpp"

namespace script {

std::string sentence(Element const& element) {
    std::string line;
    auto const text = element.text();
    for (char const letter : trim(text))
        if (letter != '\n' && letter != '\t' && letter != ' ')
            line += letter;
        else if (!line.ends_with(' '))
            line += ' ';
    if (!line.ends_with('.'))
        element.report("<" + std::string(element.name()) + "> holds one sentence with its full stop");
    return line;
}

}  // namespace script
