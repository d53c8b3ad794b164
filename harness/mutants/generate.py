"""Generated mutants: one small edit of one of the edge's sources, drawn by a seed. An operator is drawn first and a place
then, so that a common construct does not crowd out the others."""
import glob
import os
import random
import re
from dataclasses import dataclass

from cpp_text import Source

# Not judged by virtual scenarios, each with its reason.
LEFT_OUT = {
    "edge/judgement.cpp": "serves lint and explain",
    "edge/service/edge_main.cpp": "the process; virtual mode has none",
    "edge/service/server.cpp": "the process; virtual mode has none",
    "edge/service/log.cpp": "writes to the process's log",
    "edge/service/files.cpp": "reads files for the process; virtual mode has none",
    "edge/topology/document.cpp": "the document on disk; virtual mode hands the topology over as it is",
    "edge/topology/reader.cpp": "the document on disk",
    "edge/topology/writer.cpp": "the document on disk",
    "edge/topology/values.cpp": "the document on disk",
}
FOLDERS_LEFT_OUT = {
    "edge/central/": "cmdlets and their store belong to the deployment, whose scenarios are to come",
    "edge/sip/dialog/": "for the gateway, which is to come",
    "edge/sip/corpus/": "data of unit tests",
}

# Text that no scenario can judge, each with its reason: (folder, pattern, why). ^ and $ mean a line's.
TEXT_LEFT_OUT = [
    ("edge/sip/transaction/", r"return Step\{.*Timer::[adegijk]\b.*|(?:\btimer == )?Timer::[adegijk]\b[^)\n]*|\bif \(!values\.reliable\) step\.arm\(.*"
                              r"|^.*\brepeat_after_ \*?=.*|^.*\bstate_ = State::confirmed;",
     "repetition over an unreliable transport, of which the edge has none; lossy_link_test.cpp judges it"),
    *((f"edge/sip/transaction/{client}", r"\bstate_ ==? State::completed\b(?: && status >= 300\) return .*)?",
       "Completed is left at once but over an unreliable transport") for client in ("invite_client", "non_invite_client")),
    ("edge/sip/header_names", r"(?s:\bslot_of\(std::string_view name\) \{.*?^\})", "any hash finds what the same hash has placed"),
    ("edge/service/", r"^.*(?:\blog_share\b|\breport_fault\().*|(?s:\bexcerpt\(std::string_view text\) \{.*?^\})", "what the log says; edge_log_test.cpp judges it"),
    ("edge/service/", r"^.*\bStopListening\b.*|(?<=state_\.draining && ).*"
                      r"|(?s:void (?:Relay::drain|ResponseContexts::cancel_all)\(.*?^\})",
     "each story ends with a drain, but nothing is under way then, and nothing comes; edge_test.cpp judges it"),
]


@dataclass
class Mutant:
    name: str
    file: str   # from the root
    what: str
    text: str   # the whole file, changed


def sources(root):
    for path in sorted(glob.glob(f"{root}/edge/**/*.cpp", recursive=True)):
        name = os.path.relpath(path, root)
        beside = re.search(r"_(test|bench|fuzz)\.cpp$", name) or "/testing/" in name
        if not beside and name not in LEFT_OUT and not name.startswith(tuple(FOLDERS_LEFT_OUT)):
            with open(path, encoding="utf-8") as file:
                yield Source(name, file.read())


# Each operator yields (start, end, replacement, what it does) over a Source.

def negate_condition(source):
    for start, end in source.conditions():
        yield start, end, f"!({source.text[start:end]})", "negated condition"


def swap_comparison(source):
    other = {"==": "!=", "!=": "=="}
    for match in re.finditer(r" (==|!=) ", source.code):
        yield match.start(1), match.end(1), other[match.group(1)], f"{match.group(1)} became {other[match.group(1)]}"


def delete_call(source):
    # Room made in advance changes nothing that a peer could see.
    for start, end in source.call_statements():
        if not re.search(r"\breserve\(", source.code[start:end]):
            yield start, end, ";", "deleted call"


def off_by_one(source):
    other = {"<": "<=", "<=": "<", ">": ">=", ">=": ">"}
    for match in re.finditer(r" (<=|>=|<|>) ", source.code):
        yield match.start(1), match.end(1), other[match.group(1)], f"{match.group(1)} became {other[match.group(1)]}"
    for match in re.finditer(r"(?<= [+\-] )1(?=[ ;),\]U])", source.code):
        yield match.start(), match.end(), "2", "1 became 2"
    for match in re.finditer(r"(?<=[=(, ])\d{1,5}(?=[;),])", source.code):
        yield match.start(), match.end(), str(int(match.group()) + 1), f"{match.group()} became one more"


def swap_enum_values(source):
    for match in re.finditer(r"\b([A-Z]\w*)::([a-z]\w*)\b(?!\s*[({<:])", source.code):
        values = source.enums.get((match.group(1), match.group(2)))
        if values and not re.search(r"case [\w:]*$", source.code[:match.end()][-80:]):
            for value in values:
                if value != match.group(2):
                    yield match.start(2), match.end(2), value, f"{match.group()} became {value}"


def drop_case(source):
    # Without its label a case that only leaves the switch leaves it all the same.
    for match in re.finditer(r"^ *case [\w:]+:(?!\s*break;)", source.code, re.MULTILINE):
        yield match.start(), match.end(), "", f"dropped {match.group().strip()}"


def return_early(source):
    for place, is_void in source.bodies():
        yield place, place, " return;" if is_void else " return {};", "returns at once"


OPERATORS = [negate_condition, swap_comparison, delete_call, off_by_one, swap_enum_values, drop_case, return_early]


def unseen(source):
    """Where no edit changes anything that a peer could see: asserts say what cannot happen, reports go to the log. The rest
    is TEXT_LEFT_OUT."""
    hidden = [(start, end) for start, end in source.call_statements()
              if re.match(r"(sansio::check|static_assert|report)\(", source.code[start:end])]
    for folder, pattern, _ in TEXT_LEFT_OUT:
        if source.name.startswith(folder):
            hidden += [match.span() for match in re.finditer(pattern, source.code, re.MULTILINE)]
    # Where in a message a fault is told to be, an answer does not say; only lint does.
    hidden += [match.span(1) for match in re.finditer(r"return (?:fault|at)\((?:Rule::\w+, )?((?!Rule::)[^;]*)\);", source.code)]
    return hidden


def enum_values(root):
    """(enum, value) → its values. Two enums of one name and value are told apart by nothing here; the compiler does it."""
    result = {}
    for path in sorted(glob.glob(f"{root}/edge/**/*.hpp", recursive=True)):
        with open(path, encoding="utf-8") as file:
            code = Source(path, file.read()).code
        for match in re.finditer(r"enum class (\w+)[^{;]*\{([^}]*)\}", code):
            values = re.findall(r"(?:^|,)\s*([a-z]\w*)", match.group(2))
            for value in values:
                result.setdefault((match.group(1), value), values)
    return result


def draw(root, seed):
    """Mutants without end, in an order that the seed and the sources decide. None comes twice. After the operator a place
    is drawn, and then what to write there: an enum of many values is no more likely than one of two."""
    enums = enum_values(root)
    places = {}
    for source in sources(root):
        source.enums = enums
        hidden = unseen(source)
        for operator in OPERATORS:
            found = {}
            for edit in operator(source):
                here = found.setdefault(edit[0], [])
                if any(start <= edit[0] <= end for start, end in hidden):
                    continue
                if not any(edit[1:3] == other[2:4] for other in here):
                    here.append((source, *edit))
            places.setdefault(operator.__name__, []).extend(edits for edits in found.values() if edits)
    chance, number = random.Random(seed), 0
    while any(places.values()):
        name = chance.choice([one for one in places if places[one]])
        place = places[name][chance.randrange(len(places[name]))]
        source, start, end, replacement, what = place.pop(chance.randrange(len(place)))
        if not place:
            places[name].remove(place)
        number += 1
        line = source.text.count("\n", 0, start) + 1
        shown = " ".join(source.text.splitlines()[line - 1].split())
        yield Mutant(f"generated-{seed}-{number}", source.name, f"{source.name}:{line}: {what}: {shown}",
                     source.text[:start] + replacement + source.text[end:])
