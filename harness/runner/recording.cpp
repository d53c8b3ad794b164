#include "harness/runner/recording.hpp"

#include "harness/runner/describe.hpp"

namespace runner {
namespace {

using Kind = kit::Observation::Kind;

constexpr auto edge_column = "edge";

reports::Entry entry_of(kit::Observation const& event) {
    if (event.kind == Kind::sent)
        return reports::Message{{}, event.party, edge_column, message_label(event), event.raw};
    if (event.kind == Kind::received)
        return reports::Message{{}, edge_column, event.party, message_label(event), event.raw};
    return reports::Occurrence{{}, event.party, describe(event)};
}

class Recorder {
public:
    Recorder(sansio::Time start, bool with_times) : start_(start), with_times_(with_times) {}

    void add(reports::Entry entry, sansio::Time at) {
        if (with_times_) std::visit([&](auto& record) { record.at = at - start_; }, entry);
        recording_.entries.push_back(std::move(entry));
        recording_.times.push_back(at - start_);
    }
    Recording take() { return std::move(recording_); }

private:
    sansio::Time start_;
    bool with_times_;
    Recording recording_;
};

}  // namespace

Recording record(kit::Journal const& journal, std::vector<PlayedStep> const& steps, sansio::Time start,
                 bool with_times) {
    Recorder recorder(start, with_times);
    std::size_t event = 0;
    for (auto const& played : steps) {
        for (; event < played.journal_size; ++event)
            recorder.add(entry_of(journal.at(event)), journal.at(event).at);
        recorder.add(played.step, played.at);
    }
    for (; event < journal.size(); ++event) recorder.add(entry_of(journal.at(event)), journal.at(event).at);
    return recorder.take();
}

std::vector<std::string> columns(script::Scenario const& scenario) {
    std::vector<std::string> names{scenario.cast.organisation.id, edge_column};
    for (auto const& partner : scenario.cast.partners) names.push_back(partner.id);
    return names;
}

}  // namespace runner
