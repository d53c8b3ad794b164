// Words that several kinds of elements share: methods, header names, labels.
#include <algorithm>

#include "harness/script/parts.hpp"

namespace script {

bool is_token(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char letter) {
        bool const alphanumeric = (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
                                  (letter >= '0' && letter <= '9');
        return alphanumeric || std::string_view("-.!%*_+`'~").find(letter) != std::string_view::npos;
    });
}

std::string read_method(Element const& element) {
    auto word = element.find("method").value_or("");
    if (element.has("method") && !is_token(word))
        element.report("method", "\"" + word + "\" is not a method (RFC 3261 §25.1)");
    return word;
}

std::optional<std::pair<std::string, std::string>> read_header_line(Element const& element,
                                                                    std::string_view attribute) {
    auto const text = element.find(attribute);
    if (!text) return std::nullopt;
    auto const colon = text->find(':');
    auto const name = trim(std::string_view(*text).substr(0, colon));
    if (colon == std::string::npos || !is_token(name)) {
        element.report(attribute, std::string(attribute) + " holds one header: \"Name: value\"");
        return std::nullopt;
    }
    return std::pair(std::string(name), std::string(trim(std::string_view(*text).substr(colon + 1))));
}

std::string read_header_name(Element const& header) {
    auto name = header.required("name");
    if (!name.empty() && !is_token(name))
        header.report("name", "\"" + name + "\" is not a header's name (RFC 3261 §25.1)");
    return name;
}

std::string read_label(Element const& element, std::string_view attribute) {
    auto word = element.find(attribute).value_or("");
    bool const sound =
        word.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") ==
        std::string::npos;
    if (element.has(attribute) && (word.empty() || !sound))
        element.report(attribute, std::string(attribute) + " is a word of letters, digits, - and _");
    return word;
}

}  // namespace script
