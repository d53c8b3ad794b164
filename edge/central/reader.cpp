#include "edge/central/reader.hpp"

#include <algorithm>
#include <span>

#include "edge/central/lexer.hpp"
#include "edge/central/values.hpp"
#include "sansio/domain_name.hpp"
#include "sansio/suggest.hpp"

namespace central {
namespace {

std::string quoted(std::string_view text) {
    return '"' + std::string(text) + '"';
}

/// Binds the tokens of one command to the parameters of its cmdlet.
class Binder {
public:
    Binder(std::span<Token const> tokens, std::vector<Fault>& faults) : tokens_(tokens), faults_(faults) {}

    void run(std::vector<Command>& commands) {
        Token const& name = tokens_.front();
        bool const is_name = name.kind == Token::Kind::word && !name.is_quoted;
        command_.place = name.place;
        command_.cmdlet = is_name ? find_cmdlet(name.text) : nullptr;
        if (!command_.cmdlet) return report_unknown_cmdlet(name);
        std::size_t const before = faults_.size();
        at_ = 1;
        while (at_ < tokens_.size()) bind_next();
        if (faults_.size() == before) check_sets();
        if (faults_.size() == before) commands.push_back(std::move(command_));
    }

private:
    void fail(Place place, std::string message) { faults_.push_back({place, std::move(message)}); }

    void report_unknown_cmdlet(Token const& token) {
        std::vector<std::string_view> names;
        for (Cmdlet const& cmdlet : cmdlets()) names.push_back(cmdlet.name);
        fail(token.place,
             "there is no cmdlet " + quoted(token.text) + sansio::did_you_mean(token.text, names));
    }

    void bind_next() {
        Token const& token = tokens_[at_++];
        if (token.kind == Token::Kind::parameter) return bind_named(token);
        Parameter const* const parameter = next_positional();
        if (!parameter) return fail(token.place, "no parameter takes the value " + quoted(token.text));
        bind(*parameter, token, token.place);
    }

    void bind_named(Token const& name) {
        Parameter const* const parameter = find_parameter(name.text);
        if (!parameter) return report_unknown_parameter(name);
        bool const has_value = at_ < tokens_.size() && tokens_[at_].kind != Token::Kind::parameter;
        if (parameter->type == ParameterType::flag && !name.has_colon)
            add(*parameter, "True", name.place);
        else if (has_value)
            bind(*parameter, tokens_[at_++], name.place);
        else
            fail(name.place, '-' + std::string(parameter->name) + " needs a value");
    }

    void bind(Parameter const& parameter, Token const& token, Place place) {
        if (auto value = check_value(parameter, token))
            add(parameter, std::move(*value), place);
        else
            fail(token.place, '-' + std::string(parameter.name) + ": " + quoted(token.text) + " should be " +
                                  value.error());
    }

    void add(Parameter const& parameter, std::string value, Place place) {
        if (command_.find(parameter.name))
            return fail(place, '-' + std::string(parameter.name) + " is given twice");
        command_.arguments.push_back({&parameter, std::move(value), place});
    }

    Parameter const* find_parameter(std::string_view name) const {
        for (auto const parameters : {command_.cmdlet->parameters, common_parameters()})
            for (Parameter const& parameter : parameters)
                if (sansio::equal_ignoring_case(parameter.name, name)) return &parameter;
        return nullptr;
    }

    Parameter const* next_positional() const {
        for (Parameter const& parameter : command_.cmdlet->parameters)
            if (parameter.is_positional && !command_.find(parameter.name)) return &parameter;
        return nullptr;
    }

    void report_unknown_parameter(Token const& token) {
        std::vector<std::string_view> names;
        for (auto const parameters : {command_.cmdlet->parameters, common_parameters()})
            for (Parameter const& parameter : parameters) names.push_back(parameter.name);
        fail(token.place, std::string(command_.cmdlet->name) + " has no parameter -" + token.text +
                              sansio::did_you_mean(token.text, names));
        // Its value is nobody's, and no second fault.
        if (at_ < tokens_.size() && tokens_[at_].kind != Token::Kind::parameter) ++at_;
    }

    /// The command must fit into one parameter set and have all that is mandatory there.
    void check_sets() {
        auto const all = static_cast<std::uint8_t>((1U << command_.cmdlet->sets) - 1);
        std::uint8_t possible = all;
        Argument const* narrowing = nullptr;
        for (Argument const& argument : command_.arguments) {
            auto const left = static_cast<std::uint8_t>(possible & argument.parameter->sets);
            if (left == 0)
                return fail(argument.place, '-' + std::string(argument.parameter->name) + " and -" +
                                                std::string(narrowing->parameter->name) +
                                                " exclude each other");
            if (left != possible) narrowing = &argument;
            possible = left;
        }
        std::string missing;
        for (unsigned set = 0; set < command_.cmdlet->sets; ++set) {
            if ((possible >> set & 1U) == 0) continue;
            std::string_view const name = missing_in(set);
            if (name.empty()) return;
            if (missing.find(name) == std::string::npos)
                missing += (missing.empty() ? "-" : " or -") + std::string(name);
        }
        std::string const with =
            narrowing ? " with -" + std::string(narrowing->parameter->name) : std::string();
        fail(command_.place, std::string(command_.cmdlet->name) + " needs " + missing + with);
    }

    std::string_view missing_in(unsigned set) const {
        for (Parameter const& parameter : command_.cmdlet->parameters)
            if (parameter.is_mandatory && (parameter.sets >> set & 1U) != 0 && !command_.find(parameter.name))
                return parameter.name;
        return {};
    }

    std::span<Token const> tokens_;
    std::vector<Fault>& faults_;
    std::size_t at_ = 0;
    Command command_;
};

}  // namespace

sansio::Result<std::vector<Command>, std::vector<Fault>> read(std::string_view script, Place first) {
    auto const tokens = tokenize(script, first);
    if (!tokens) return sansio::unexpected(tokens.error());
    std::vector<Command> commands;
    std::vector<Fault> faults;
    auto begin = tokens->begin();
    while (begin != tokens->end()) {
        auto const end = std::find_if(begin, tokens->end(),
                                      [](Token const& token) { return token.kind == Token::Kind::end; });
        if (begin != end) Binder({begin, end}, faults).run(commands);
        begin = end + 1;
    }
    if (!faults.empty()) return sansio::unexpected(std::move(faults));
    return commands;
}

}  // namespace central
