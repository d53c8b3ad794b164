// <story>: the steps in their order. Conversations are followed while reading, so that a label always means one pair.
#include <algorithm>
#include <map>

#include "harness/script/parts.hpp"
#include "harness/script/sip_text.hpp"
#include "sansio/suggest.hpp"

namespace script {
namespace {

using Accept = Names::Accept;

constexpr std::uint32_t repeats_max = 10'000;
constexpr std::uint32_t eaches_max = 1'000;

std::optional<std::uint32_t> parse_count(std::string_view text, std::uint32_t most) {
    std::uint32_t value = 0;
    if (text.empty() || text.size() > 6) return std::nullopt;
    for (char const digit : text) {
        if (digit < '0' || digit > '9') return std::nullopt;
        value = value * 10 + static_cast<std::uint32_t>(digit - '0');
    }
    return value <= most ? std::optional(value) : std::nullopt;
}

class StoryReader {
public:
    StoryReader(Names const& names, ReadOptions const& options) : names_(&names), options_(&options) {}

    std::vector<Step> steps(Element const& parent, bool repeated) {
        std::vector<Step> steps;
        for (auto const& element : parent.children()) {
            if (element.name() == "each")
                each(element, repeated, steps);
            else if (auto what = step(element, repeated))
                steps.push_back({element.place(), std::move(*what)});
        }
        return steps;
    }

private:
    using What = Step::What;
    struct Row {
        std::string_view name;
        What (StoryReader::*read)(Element const& element);
    };

    std::optional<What> step(Element const& element, bool repeated) {
        repeated_ = repeated;
        if (element.name() == "repeat" && !repeated) return repeat(element);
        std::vector<std::string_view> known;
        for (auto const& row : rows()) {
            if (row.name == element.name()) return (this->*row.read)(element);
            known.push_back(row.name);
        }
        if (!repeated) known.emplace_back("repeat");
        bool const nested = element.name() == "repeat";
        element.report(nested ? "<repeat> cannot stand in another one"
                              : "<" + std::string(element.name()) + "> is not a step" +
                                    sansio::did_you_mean(element.name(), known));
        return std::nullopt;
    }

    /// The steps inside once for each number, written out: so ${i} may be part of a name.
    void each(Element const& element, bool repeated, std::vector<Step>& steps) {
        element.allow({"i"});
        element.allow_no_text();
        auto const range = element.required("i");
        auto const dots = range.find("..");
        auto const first = parse_count(std::string_view(range).substr(0, dots), eaches_max);
        auto const last = dots == std::string::npos
                              ? std::nullopt
                              : parse_count(std::string_view(range).substr(dots + 2), eaches_max);
        if (!first || !last || *first > *last)
            return element.report("i", "i is a range such as 1..49, up to " + std::to_string(eaches_max));
        if (element.children().empty()) return element.report("<each> holds no step");
        for (auto const& child : element.children())
            if (child.name() == "each" || child.name() == "repeat")
                return child.report("<" + std::string(child.name()) + "> cannot stand in <each>");
        for (auto number = *first; number <= *last && element.sound(); ++number) {
            element.mean("i", std::to_string(number));
            for (auto const& child : element.children())
                if (auto what = step(child, repeated)) steps.push_back({child.place(), std::move(*what)});
        }
        element.forget("i");
    }

    /// <parallel> and <one-of>: at least two lists of steps, each in an element called `name`.
    std::vector<std::vector<Step>> lists(Element const& element, std::string_view name) {
        element.allow({});
        element.allow_children({name});
        element.allow_no_text();
        std::vector<std::vector<Step>> lists;
        bool const repeated = repeated_;
        if (depth_ == depth_max) {
            element.report("<" + std::string(element.name()) + "> stands too deep in others");
            return lists;
        }
        ++depth_;
        for (auto const& list : element.children(name)) {
            list.allow({});
            list.allow_no_text();
            if (list.children().empty()) list.report("<" + std::string(name) + "> holds no step");
            lists.push_back(steps(list, repeated));
        }
        --depth_;
        if (lists.size() < 2)
            element.report("<" + std::string(element.name()) + "> needs two of <" + std::string(name) + ">");
        return lists;
    }

    What parallel(Element const& element) {
        Parallel parallel{lists(element, "role")};
        std::map<std::string, std::size_t> watched;
        for (std::size_t role = 0; role < parallel.roles.size(); ++role)
            any_step(parallel.roles[role], [&](Step const& step) {
                auto const* const expect = std::get_if<Expect>(&step.what);
                if (expect == nullptr || !expect->of.empty()) return false;
                auto const [other, is_new] = watched.try_emplace(expect->at.name, role);
                if (!is_new && other->second != role)
                    element.report_at(step.place, "another role of this <parallel> looks at " +
                                                      expect->at.name +
                                                      " as well; give each its own users, or say of=\"…\"");
                return false;
            });
        return parallel;
    }

    What one_of(Element const& element) {
        OneOf one_of{lists(element, "way")};
        for (auto const& way : one_of.ways)
            if (!way.empty() && !std::holds_alternative<Expect>(way.front().what))
                element.report_at(way.front().place, "a <way> begins with <expect>: what comes decides");
        std::erase_if(one_of.ways, [](auto const& way) { return way.empty(); });
        return one_of;
    }

    What repeat(Element const& element) {
        element.allow({"times"});
        element.allow_no_text();
        element.required("times");
        auto const times = element.number("times", 1, repeats_max).value_or(1);
        auto inner = steps(element, true);
        if (element.children().empty()) element.report("<repeat> holds no step");
        return Repeat{times, std::move(inner)};
    }

    /// The pair behind a label is fixed by the first step that uses it.
    std::string conversation(Element const& element, Party const& from, Party const& to) {
        auto pair = std::pair(std::min(from.name, to.name), std::max(from.name, to.name));
        auto label = element.find("in").value_or(pair.first + "+" + pair.second);
        auto const [known, is_new] = conversations_.try_emplace(label, pair);
        if (!is_new && known->second != pair)
            element.report("in", "conversation \"" + label + "\" is between " + known->second.first +
                                     " and " + known->second.second);
        return label;
    }

    /// Two that sit on the same side never meet at the edge.
    void check_sides(Element const& element, Party const& from, Party const& to) const {
        if (from.home.empty() || to.home.empty()) return;
        if (from.home == to.home)
            element.report("to", from.name + " and " + to.name + " are both of " + from.home +
                                     "; nothing passes the edge");
        else if (!names_->is_inside(from) && !names_->is_inside(to))
            element.report("to",
                           from.name + " and " + to.name + " are both outside; nothing passes the edge");
    }

    What im(Element const& element) {
        element.allow({"from", "to", "in"});
        element.allow_children({});
        Im said{names_->party(element, "from", Accept::user),
                names_->party(element, "to", Accept::user),
                {},
                spoken_text(element)};
        check_sides(element, said.from, said.to);
        if (!said.from.name.empty() && !said.to.name.empty())
            said.conversation = conversation(element, said.from, said.to);
        if (said.text.empty()) element.report("<im> says nothing");
        return said;
    }

    What bye(Element const& element) {
        element.allow({"from", "to", "in"});
        element.allow_nothing_inside();
        Bye end{names_->party(element, "from", Accept::user), {}, {}};
        if (element.has("to")) {
            end.to = names_->party(element, "to", Accept::user);
        } else if (auto const label = element.find("in"); label && conversations_.contains(*label)) {
            auto const& [one, other] = conversations_.at(*label);
            end.to = names_->user(one == end.from.name ? other : one);
        }
        if (end.to.name.empty() || end.from.name.empty()) {
            if (!element.has("to"))
                element.report("<bye> needs to=\"…\", or in=\"…\" of a conversation that has begun");
            return end;
        }
        bool const begun = conversations_.contains(element.find("in").value_or(
            std::min(end.from.name, end.to.name) + "+" + std::max(end.from.name, end.to.name)));
        end.conversation = conversation(element, end.from, end.to);
        if (!begun) element.report("nobody has said anything in this conversation yet");
        return end;
    }

    What page(Element const& element) {
        element.allow({"from", "to", "within"});
        element.allow_children({});
        Page paged{names_->party(element, "from", Accept::user), names_->party(element, "to", Accept::user),
                   spoken_text(element)};
        paged.within = element.duration("within");
        check_sides(element, paged.from, paged.to);
        if (paged.text.empty()) element.report("<page> says nothing");
        return paged;
    }

    What options(Element const& element) {
        element.allow({"from", "to", "status"});
        element.allow_nothing_inside();
        Options asked{names_->party(element, "from", Accept::user),
                      names_->party(element, "to", Accept::anybody), 200};
        asked.status = element.number("status", 200, 699).value_or(200);
        return asked;
    }

    What silence(Element const& element) {
        element.allow({"at", "for"});
        element.allow_nothing_inside();
        element.required("for");
        return Silence{names_->party(element, "at", Accept::user_or_whole),
                       element.duration("for").value_or(sansio::Duration{})};
    }

    What no_connection(Element const& element) {
        element.allow({"from", "to", "within"});
        element.allow_nothing_inside();
        auto const from = names_->partner(element, "from");
        auto const to = names_->whole(element, "to");
        NoConnection none{{from, {}, from, true}, {to, {}, to, true}, element.duration("within")};
        if (!to.empty() && !names_->is_inside(none.to))
            element.report("to", "the edge under test belongs to the organisation");
        return none;
    }

    Machine machine(Element const& element) const {
        element.allow({"partner", "edge"});
        element.allow_nothing_inside();
        return names_->machine(element);
    }

    What clock(Element const& element) {
        element.allow({"to"});
        element.allow_nothing_inside();
        element.required("to");
        return MoveClock{element.wall_time("to"), std::nullopt};
    }

    What advance(Element const& element) {
        element.allow({"by"});
        element.allow_nothing_inside();
        element.required("by");
        return MoveClock{std::nullopt, element.duration("by")};
    }

    What wait(Element const& element) {
        element.allow({"for"});
        element.allow_nothing_inside();
        element.required("for");
        return Wait{element.duration("for").value_or(sansio::Duration{})};
    }

    What slow(Element const& element) {
        element.allow({"partner", "answers-after"});
        element.allow_nothing_inside();
        Slow late{names_->partner(element, "partner"), std::nullopt};
        if (element.required("answers-after") != "never")
            late.answers_after = element.duration("answers-after");
        return late;
    }

    What in_any_order(Element const& element) {
        element.allow({});
        element.allow_children({"expect"});
        element.allow_no_text();
        InAnyOrder group;
        for (auto const& child : element.children("expect"))
            group.expects.push_back(read_expect(child, *names_));
        if (group.expects.size() < 2) element.report("<in-any-order> holds at least two <expect>");
        return group;
    }

    What send(Element const& element) { return read_send(element, *names_, *options_); }
    What answer(Element const& element) { return read_answer(element, *options_); }
    What again(Element const& element) { return read_again(element); }
    What connect(Element const& element) { return read_connect(element, *names_); }
    What close(Element const& element) { return read_close(element, *names_); }
    What closed(Element const& element) { return read_closed(element, *names_); }
    What connected(Element const& element) { return read_connected(element, *names_); }
    What pong(Element const& element) { return read_pong(element, *names_); }
    What connections(Element const& element) { return read_connections(element, *names_); }
    What edge(Element const& element) { return read_edge_holds(element); }
    What interrupt(Element const& element) { return read_interrupt(element, *names_); }
    What traffic(Element const& element) { return read_traffic(element, *names_); }
    What by_hand(Element const& element) { return read_by_hand(element, *names_); }
    What tls(Element const& element) { return read_tls(element, *names_); }
    What expect(Element const& element) { return read_expect(element, *names_); }
    What refused(Element const& element) { return read_refused(element, *names_); }
    What kill(Element const& element) { return Kill{machine(element)}; }
    What start(Element const& element) { return Start{machine(element)}; }
    What restart(Element const& element) { return Restart{machine(element)}; }
    What shell(Element const& element) { return read_shell(element, *options_); }
    What dns(Element const& element) { return read_dns(element, *names_); }
    What certificate(Element const& element) { return read_certificate(element, *names_); }

    static std::span<Row const> rows() {
        static constexpr Row all[] = {
            {"im", &StoryReader::im},
            {"bye", &StoryReader::bye},
            {"page", &StoryReader::page},
            {"options", &StoryReader::options},
            {"send", &StoryReader::send},
            {"expect", &StoryReader::expect},
            {"answer", &StoryReader::answer},
            {"again", &StoryReader::again},
            {"by-hand", &StoryReader::by_hand},
            {"connect", &StoryReader::connect},
            {"connected", &StoryReader::connected},
            {"close", &StoryReader::close},
            {"closed", &StoryReader::closed},
            {"pong", &StoryReader::pong},
            {"connections", &StoryReader::connections},
            {"edge", &StoryReader::edge},
            {"traffic", &StoryReader::traffic},
            {"freeze", &StoryReader::interrupt},
            {"thaw", &StoryReader::interrupt},
            {"cut", &StoryReader::interrupt},
            {"hold", &StoryReader::interrupt},
            {"release", &StoryReader::interrupt},
            {"heal", &StoryReader::interrupt},
            {"tls", &StoryReader::tls},
            {"silence", &StoryReader::silence},
            {"refused", &StoryReader::refused},
            {"no-connection", &StoryReader::no_connection},
            {"kill", &StoryReader::kill},
            {"start", &StoryReader::start},
            {"restart", &StoryReader::restart},
            {"shell", &StoryReader::shell},
            {"dns", &StoryReader::dns},
            {"certificate", &StoryReader::certificate},
            {"clock", &StoryReader::clock},
            {"advance", &StoryReader::advance},
            {"wait", &StoryReader::wait},
            {"slow", &StoryReader::slow},
            {"in-any-order", &StoryReader::in_any_order},
            {"parallel", &StoryReader::parallel},
            {"one-of", &StoryReader::one_of},
        };
        return all;
    }

    static constexpr unsigned depth_max = 4;

    Names const* names_;
    ReadOptions const* options_;
    unsigned depth_ = 0;     // of lists in lists
    bool repeated_ = false;  // the step that is being read stands in a <repeat>
    std::map<std::string, std::pair<std::string, std::string>> conversations_;
};

}  // namespace

std::string spoken_text(Element const& element) {
    return std::string(trim(unindent(element.text())));
}

std::vector<Step> read_story(Element const& story, Names const& names, ReadOptions const& options) {
    story.allow({});
    story.allow_no_text();
    auto steps = StoryReader(names, options).steps(story, false);
    if (story.children().empty()) story.report("a story has at least one step");
    return steps;
}

}  // namespace script
