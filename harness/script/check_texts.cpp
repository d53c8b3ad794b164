// Texts are put together when they are played; what is wrong with them is said when they are read.
#include "harness/script/parts.hpp"
#include "harness/script/sip_text.hpp"

namespace script {
namespace {

class TextCheck {
public:
    TextCheck(Source& source, Variables known) : source_(&source), known_(std::move(known)) {}

    void steps(std::vector<Step> const& steps) {
        for (auto const& step : steps) {
            place_ = step.place;
            std::visit(*this, step.what);
        }
    }
    void operator()(Im const& im) { text(im.text); }
    void operator()(Page const& page) { text(page.text); }
    void operator()(Send const& send) {
        text(send.body);
        for (auto const& header : send.headers) text(header.value.value_or(""));
        if (!send.message) return;
        if (auto const bytes = to_bytes(*send.message, known_); !bytes)
            source_->report(send.message->place, bytes.error().message);
    }
    void operator()(Expect const& expect) {
        text(expect.body.value_or(""));
        for (auto const& header : expect.headers) {
            text(header.is.value_or(""));
            text(header.has.value_or(""));
            text(header.lacks.value_or(""));
        }
    }
    void operator()(InAnyOrder const& group) {
        for (auto const& expect : group.expects) {
            place_ = expect.place;
            (*this)(expect);
        }
    }
    void operator()(Repeat const& repeat) {
        known_["n"] = "1";
        steps(repeat.steps);
        known_.erase("n");
    }
    template <class Other>
    void operator()(Other const&) {}

private:
    void text(std::string const& text) {
        if (auto const filled = substitute(text, known_); !filled)
            source_->report(place_, filled.error().message);
    }

    Source* source_;
    Variables known_;
    Place place_;
};

}  // namespace

void check_texts(Scenario const& scenario, Source& source) {
    TextCheck(source, variables(scenario)).steps(scenario.story);
}

}  // namespace script
