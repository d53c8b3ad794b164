#include "edge/sip/proxy/route.hpp"

#include "edge/sip/name_addr.hpp"
#include "edge/sip/proxy/edits.hpp"
#include "edge/sip/proxy/target_uri.hpp"
#include "edge/sip/text.hpp"

namespace sip::proxy {

namespace {

// MS-OCER: "Route set is no longer valid."
constexpr std::uint32_t route_set_diagnostic = 1004;

Rejection reject(Rule rule, std::size_t offset) {
    auto const diagnostic = rule == Rule::route_signature ? route_set_diagnostic : 0;
    return {{rule, static_cast<std::uint32_t>(offset)}, {}, diagnostic};
}

bool in_dialog(MessageView const& request) {
    auto const to = address_of(request, SingleHeader::to);
    return to && !to->tag().empty();
}

/// Where the header parameter ms-edge-route stands in a Route behind ours: it is the inside's word to its own edge and says
/// nothing to anybody else (facts/wire.md §1.2).
std::string_view edge_route_of(std::string_view element) {
    if (element.empty() || element.back() == '>') return {};
    auto const address = NameAddr::parse(element);
    if (!address) return {};
    auto rest = address->parameters.text();
    while (!rest.empty()) {
        auto const before = rest;
        auto const parameter = Parameters::take(rest);
        if (parameter && equal_ignoring_case(parameter->name, "ms-edge-route"))
            return before.substr(0, before.size() - rest.size());
    }
    return {};
}

void append_line(std::string_view element, std::string& lines) {
    auto const mark = edge_route_of(element);
    lines.append("Route: ");
    if (mark.empty())
        lines.append(element);
    else
        lines.append(element.substr(0, static_cast<std::size_t>(mark.data() - element.data())))
            .append(element.substr(static_cast<std::size_t>(mark.data() + mark.size() - element.data())));
    lines.append("\r\n");
}

class Search {
public:
    Search(MessageView const& request, OwnNames const& own, RouteSignature const& signature, RouteTrust trust)
        : request_(request), own_(own), signature_(signature), trust_(trust) {}

    Result<RouteFinding, Rejection> run() {
        auto const text = request_.request_uri();
        auto const uri = Uri::parse(text);
        if (!uri) return refuse(reject(uri.error().rule, request_.offset_of(text) + uri.error().offset));
        if (is_record_route(*uri)) {
            if (signature_.judge(uri->text, call_id()) == RouteSignature::Verdict::bad)
                return refuse(reject(Rule::route_signature, request_.offset_of(text)));
            if (auto const refusal = take_last_route()) return refuse(*refusal);
        }
        if (auto const refusal = take_own_routes()) return refuse(*refusal);
        auto const target = last_ ? Uri::parse(target_text_) : uri;
        if (!target) return refuse(reject(Rule::route, request_.offset_of(target_text_)));
        if (!target->is_sip()) return refuse(reject(Rule::uri_scheme, request_.offset_of(target->text)));
        settle_target(*target);
        prepare_for_next();
        return std::move(finding_);
    }

private:
    using Refusal = std::optional<Rejection>;

    static unexpected<Rejection> refuse(Rejection rejection) {
        return unexpected<Rejection>(std::move(rejection));
    }

    std::string_view call_id() const {
        return request_.single(SingleHeader::call_id).value_or(std::string_view{});
    }

    /// RFC 3261 §16.4: a strict router puts our Record-Route into the Request-URI. Its signature says that it is ours; a URI
    /// of this element without one may be anybody's, such as a probe's.
    bool is_record_route(Uri const& uri) const {
        return uri.user.empty() && own_.owns(uri) && signature_.has_key() && uri.parameters.has("lr") &&
               uri.parameters.has("ms-route-sig");
    }

    /// The Request-URI is replaced with the last Route. Without any, the request is for this element.
    Refusal take_last_route() {
        finding_.verified = true;
        auto routes = request_.elements(ListHeader::route);
        for (; auto const route = routes.next(); ++count_) last_ = route->text;
        if (!last_) return std::nullopt;
        auto const address = NameAddr::parse(*last_);
        if (!address || !address->bracketed) return reject(Rule::route, request_.offset_of(*last_));
        target_text_ = address->uri_text;
        return std::nullopt;
    }

    Refusal take_own_routes() {
        auto routes = request_.elements(ListHeader::route);
        for (std::size_t number = 1; auto const route = routes.next(); ++number) {
            if (last_ && number == count_) return std::nullopt;
            // Of a route set that passes, what is behind the next hop is that hop's; an outsider's is judged as a whole.
            if (finding_.next && trust_ == RouteTrust::inside) return std::nullopt;
            auto const address = NameAddr::parse(route->text);
            if (!address || !address->bracketed) return reject(Rule::route, request_.offset_of(route->text));
            auto const uri = address->uri();
            if (!uri) return reject(Rule::route, request_.offset_of(address->uri_text) + uri.error().offset);
            // It may become the Request-URI (§16.6 step 6), whose scheme is judged (§16.3 step 2).
            if (!uri->is_sip()) return reject(Rule::route, request_.offset_of(address->uri_text));
            if (finding_.next || !own_.owns(*uri)) {
                if (!finding_.next) {
                    finding_.next = route->text;
                    next_uri_ = *uri;
                }
                ++finding_.remaining;
                continue;
            }
            if (!believes(*address))
                return reject(Rule::route_signature, request_.offset_of(address->uri_text));
            ++finding_.removed;
            finding_.own = route->text;
        }
        return std::nullopt;
    }

    bool believes(NameAddr const& address) {
        switch (signature_.judge(address.uri_text, call_id())) {
            case RouteSignature::Verdict::good:
                finding_.verified = true;
                return true;
            case RouteSignature::Verdict::bad:
                return false;
            case RouteSignature::Verdict::absent:
                break;
        }
        bool const configured = trust_ == RouteTrust::inside && address.parameters.has("ms-edge-route");
        return configured || !in_dialog(request_);
    }

    /// RFC 3261 §16.4 on maddr, §16.5, §16.6 step 2.
    void settle_target(Uri const& target) {
        auto const maddr = target.parameters.value_of("maddr");
        finding_.uri_host = target.host;
        if (maddr && own_.is_responsible_for(target, *maddr)) {
            finding_.request_uri = without_maddr(target);
            finding_.target_host = target.host;
            finding_.request_uri_is_ours = target.user.empty() && own_.has_host(target.host);
        } else {
            if (last_ || is_unfit_for_request_line(target)) finding_.request_uri = request_line_uri(target);
            finding_.target_host = maddr.value_or(target.host);
            finding_.request_uri_is_ours = target.user.empty() && own_.owns(target);
        }
        finding_.sips = target.scheme == Uri::Scheme::sips;
        if (finding_.next && next_uri_.scheme == Uri::Scheme::sips) finding_.sips = true;
    }

    /// RFC 3261 §16.6 step 6: a Route without lr is a strict router's, who wants to find itself in the Request-URI.
    void prepare_for_next() {
        bool const strict = finding_.next && !next_uri_.parameters.has("lr");
        if (!strict && !last_) return;
        finding_.routes_rewritten = true;
        auto routes = request_.elements(ListHeader::route);
        auto const skipped = finding_.removed + (strict ? 1U : 0U);
        for (std::size_t number = 0; auto const route = routes.next(); ++number)
            if (number >= skipped && !(last_ && number + 1 == count_)) append_route(route->text);
        if (!strict) return;
        append_route("<" + std::string(sent_request_uri(request_, finding_)) + ">");
        finding_.request_uri = request_line_uri(next_uri_);
    }

    void append_route(std::string_view element) { append_line(element, finding_.routes); }

    MessageView const& request_;
    OwnNames const& own_;
    RouteSignature const& signature_;
    RouteTrust trust_;
    RouteFinding finding_;
    Uri next_uri_;                          // of finding_.next
    std::optional<std::string_view> last_;  // the Route that became the Request-URI
    std::size_t count_ = 0;                 // of Routes, when there is a last_
    std::string_view target_text_;          // the URI of last_
};

}  // namespace

Result<RouteFinding, Rejection> find_route(MessageView const& request, OwnNames const& own,
                                           RouteSignature const& signature, RouteTrust trust) {
    return Search(request, own, signature, trust).run();
}

std::string_view sent_request_uri(MessageView const& request, RouteFinding const& finding) {
    return finding.request_uri.empty() ? request.request_uri() : std::string_view(finding.request_uri);
}

void edit_route(MessageView const& request, RouteFinding const& finding, Rewrite& rewrite) {
    if (!finding.request_uri.empty()) {
        auto const uri = request.request_uri();
        rewrite.replace(request.offset_of(uri), uri.size(), {finding.request_uri});
    }
    if (!finding.routes_rewritten) {
        remove_elements(request, ListHeader::route, finding.removed, rewrite);
        auto routes = request.elements(ListHeader::route);
        for (std::size_t seen = 0; auto const route = routes.next(); ++seen)
            if (auto const mark = edge_route_of(route->text); seen >= finding.removed && !mark.empty())
                rewrite.remove(request.offset_of(mark), mark.size());
        return;
    }
    rewrite.insert(place_for(request, Header::route), {finding.routes});
    remove_lines(request, Header::route, rewrite);
}

void copy_remaining_routes(MessageView const& request, RouteFinding const& finding, std::string& lines) {
    if (finding.routes_rewritten) {
        lines.append(finding.routes);
        return;
    }
    auto routes = request.elements(ListHeader::route);
    for (std::size_t seen = 0; auto const route = routes.next(); ++seen)
        if (seen >= finding.removed) append_line(route->text, lines);
}

}  // namespace sip::proxy
