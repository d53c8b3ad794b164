"""A C++ source as far as mutants need to know it. `code` is as long as `text`, with comments and literals blanked out."""
import re

_NOISE = re.compile(r"//[^\n]*|/\*.*?\*/|\"(?:\\.|[^\"\\\n])*\"|(?<![0-9])'(?:\\.|[^'\\\n])+'", re.DOTALL)
_FUNCTION = re.compile(r"^(?!namespace|struct|class|enum|union|template|using|extern)([\w:<>,&*\[\]\s]*?)\b[\w:~]+\([^;{}]*\)"
                       r"(?: const)?(?: noexcept)? \{$", re.MULTILINE)


class Source:
    def __init__(self, name, text):
        self.name, self.text, self.enums = name, text, {}
        self.code = _NOISE.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), text)

    def _closing(self, opening):
        depth = 0
        for place in range(opening, len(self.code)):
            depth += {"(": 1, ")": -1}.get(self.code[place], 0)
            if depth == 0:
                return place
        return None

    def conditions(self):
        """The condition of each if and while; of `if (initialiser; condition)` the latter. A declaration is none."""
        for match in re.finditer(r"\b(?:if|while) \(", self.code):
            start, end = match.end(), self._closing(match.end() - 1)
            if end is None:
                continue
            separator = self.code.rfind(";", start, end)
            if separator >= 0:
                start = separator + 2
            elif re.match(r"(?:auto|\w+ const)\b[^=]* = ", self.code[start:end]):
                continue
            yield start, end

    def call_statements(self):
        """Statements that are a call and nothing else, from the first letter to the semicolon."""
        for match in re.finditer(r"(?<=[;{})])\n *((?:[a-z_][\w.:\->]*|\*\w+)(?:\[[^\]\n]*\])?[\w.:\->]*)\(", self.code):
            start = match.start(1)
            if re.match(r"(?:return|if|for|while|switch|sizeof|else|do|case)\b", self.code[start:]):
                continue
            end = self._closing(match.end() - 1)
            if end is not None and self.code[end + 1:end + 2] == ";":
                yield start, end + 2

    def bodies(self):
        """The place behind the opening brace of each function at the margin, and whether it returns nothing."""
        for match in _FUNCTION.finditer(self.code):
            before = match.group(1).split()
            if before:
                yield match.end(), before[-1] == "void"
