#include "edge/central/lexer.hpp"

#include <algorithm>
#include <array>

#include "edge/topology/values.hpp"
#include "sansio/domain_name.hpp"
#include "sansio/suggest.hpp"

namespace central {
namespace {

constexpr std::array<std::string_view, 3> variables{"$true", "$false", "$null"};

bool is_blank(char letter) {
    return letter == ' ' || letter == '\t' || letter == '\r';
}
bool is_letter(char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z');
}

class Lexer {
public:
    Lexer(std::string_view script, Place first) : script_(script), place_(first) {}

    sansio::Result<std::vector<Token>, std::vector<Fault>> run() {
        while (!at_end()) read_token();
        tokens_.push_back({Token::Kind::end, {}, place_});
        if (!faults_.empty()) return sansio::unexpected(std::move(faults_));
        return std::move(tokens_);
    }

private:
    bool at_end() const { return at_ == script_.size(); }
    char peek(std::size_t ahead = 0) const {
        return at_ + ahead < script_.size() ? script_[at_ + ahead] : '\0';
    }
    char take() {
        char const letter = script_[at_++];
        if (letter == '\n')
            place_ = {place_.line + 1, 1};
        else
            ++place_.column;
        return letter;
    }
    /// A backtick as the last of a line joins the next one to it.
    bool take_continuation() {
        if (peek() != '`') return false;
        std::size_t const end = peek(1) == '\r' ? 2 : 1;
        if (peek(end) != '\n') return false;
        for (std::size_t count = 0; count <= end; ++count) take();
        return true;
    }
    void skip_line() {
        while (!at_end() && peek() != '\n') take();
    }
    void fail(Place place, std::string message) {
        faults_.push_back({place, std::move(message)});
        skip_line();
    }

    void read_token() {
        char const letter = peek();
        if (is_blank(letter)) {
            take();
        } else if (letter == '\n' || letter == ';') {
            tokens_.push_back({Token::Kind::end, {}, place_});
            take();
        } else if (letter == '#') {
            skip_line();
        } else if (take_continuation()) {
            return;
        } else if (letter == '-' && is_letter(peek(1))) {
            read_parameter();
        } else if (letter == '$') {
            read_variable();
        } else {
            read_word();
        }
    }

    void read_parameter() {
        Token token{Token::Kind::parameter, {}, place_};
        take();
        while (is_letter(peek()) || (peek() >= '0' && peek() <= '9')) token.text += take();
        if (peek() == ':') {
            token.has_colon = true;
            take();
        } else if (!at_end() && !is_blank(peek()) && peek() != '\n' && peek() != ';' && peek() != '`') {
            return fail(place_, "a blank should stand behind -" + token.text);
        }
        tokens_.push_back(std::move(token));
    }

    void read_variable() {
        Token token{Token::Kind::variable, {}, place_};
        token.text += take();
        while (is_letter(peek())) token.text += take();
        token.text = sansio::lower_case(token.text);
        if (std::find(variables.begin(), variables.end(), token.text) == variables.end())
            return fail(token.place, "the shell has no variable " + token.text +
                                         sansio::did_you_mean(token.text, variables));
        tokens_.push_back(std::move(token));
    }

    void read_word() {
        Token token{Token::Kind::word, {}, place_};
        std::size_t const before = faults_.size();
        while (!at_end() && !is_blank(peek()) && peek() != '\n' && peek() != ';' &&
               faults_.size() == before) {
            if (take_continuation()) break;
            read_piece(token);
        }
        if (faults_.size() != before) return;
        if (!topology::is_clean_text(token.text))
            return fail(token.place, "a value should be UTF-8 text without control characters");
        tokens_.push_back(std::move(token));
    }

    void read_piece(Token& token) {
        constexpr std::string_view refused = "|&<>(){}@";
        char const letter = peek();
        if (letter == '"' || letter == '\'')
            read_quoted(token);
        else if (letter == '`')
            read_escape(token);
        else if (refused.find(letter) != std::string_view::npos && (letter != '@' || token.text.empty()))
            fail(place_, std::string("the shell does not know ") + letter +
                             "; a value with it should stand in quotes");
        else
            token.text += take();
    }

    void read_escape(Token& token) {
        Place const place = place_;
        take();
        if (at_end() || peek() == '\n') return fail(place, "there is nothing behind the backtick");
        token.text += take();
    }

    void read_quoted(Token& token) {
        Place const start = place_;
        char const quote = take();
        token.is_quoted = true;
        while (true) {
            if (at_end() || peek() == '\n') return fail(start, "the quote is not closed in its line");
            if (peek() == quote && peek(1) != quote) break;
            if (peek() == quote) {
                take();  // doubled, it stands for itself
            } else if (quote == '"' && peek() == '`') {
                read_escape(token);
                continue;
            } else if (quote == '"' && peek() == '$' &&
                       (is_letter(peek(1)) || peek(1) == '(' || peek(1) == '{')) {
                return fail(place_, "variables in quotes are not known; single quotes take a $ as it is");
            }
            token.text += take();
        }
        take();
    }

    std::string_view script_;
    std::size_t at_ = 0;
    Place place_;
    std::vector<Token> tokens_;
    std::vector<Fault> faults_;
};

}  // namespace

sansio::Result<std::vector<Token>, std::vector<Fault>> tokenize(std::string_view script, Place first) {
    return Lexer(script, first).run();
}

}  // namespace central
