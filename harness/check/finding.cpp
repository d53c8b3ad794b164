#include "harness/check/finding.hpp"

namespace check {

std::vector<FactRow> const& fact_rows() {
    static std::vector<FactRow> const rows{
#define FACT(name, layer, severity, side, diagnostic, clause, remedy) \
    {Fact::name, #name, Layer::layer, Severity::severity, Side::side, diagnostic, clause, remedy},
#include "harness/check/facts.inc"
#undef FACT
    };
    return rows;
}

FactRow const& row_of(Fact fact) {
    return fact_rows()[static_cast<std::size_t>(fact)];
}

Layer layer_of(Finding const& finding) {
    return row_of(finding.fact).layer;
}

Severity severity_of(Finding const& finding) {
    return row_of(finding.fact).severity;
}

std::string_view to_string(Layer layer) {
    switch (layer) {
        case Layer::dns:
            return "dns";
        case Layer::tcp:
            return "tcp";
        case Layer::tls:
            return "tls";
        case Layer::identity:
            return "identity";
        case Layer::sip:
            return "sip";
    }
    return "";
}

std::string_view to_string(Severity severity) {
    switch (severity) {
        case Severity::ok:
            return "ok";
        case Severity::warning:
            return "warning";
        case Severity::unknown:
            return "unknown";
        case Severity::error:
            return "error";
    }
    return "";
}

std::string_view to_string(Side side) {
    switch (side) {
        case Side::nobody:
            return "nobody";
        case Side::ours:
            return "our side";
        case Side::partner:
            return "the partner";
        case Side::both:
            return "both sides";
    }
    return "";
}

}  // namespace check
