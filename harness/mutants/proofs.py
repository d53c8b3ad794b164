"""Which mutant proves which requirement: a mutant that turns one of a requirement's scenarios red shows that the
requirement is judged. What turns half the suite red shows nothing in particular and is left out."""
import glob
import re
import xml.etree.ElementTree as ElementTree

NAMES_AT_MOST = 3
BROAD_SHARE = 0.25   # of all scenarios


def judged_by_scenario(root):
    result = {}
    for file in glob.glob(f"{root}/scenarios/**/*.xml", recursive=True):
        scenario = ElementTree.parse(file).getroot()
        if scenario.tag.endswith("}scenario"):
            result[scenario.get("id")] = (scenario.get("judges") or "").split()
    return result


def find(judges, records):
    """requirement → mutants, the most particular first."""
    proofs = {}
    for record in sorted(records, key=lambda one: (len(one["red"]), one["mutant"])):
        if len(record["red"]) > BROAD_SHARE * len(judges):
            continue
        for requirement in {one for scenario in record["red"] for one in judges.get(scenario, [])}:
            proofs.setdefault(requirement, []).append(record["mutant"])
    return proofs


def write(root, records):
    """Puts proved_by="…" into requirements.xml; a requirement that nothing proves loses what it had."""
    proofs = find(judged_by_scenario(root), records)
    path = f"{root}/scenarios/requirements.xml"
    with open(path, encoding="utf-8") as file:
        text = file.read()
    total = proved = 0

    def attribute(match):
        nonlocal total, proved
        tag = re.sub(r'\s+proved_by="[^"]*"', "", match.group(0))
        total += 1
        names = proofs.get(re.search(r'\bid="([^"]*)"', tag).group(1), [])[:NAMES_AT_MOST]
        if not names:
            return tag
        proved += 1
        return tag[:-1] + f' proved_by="{" ".join(names)}">'

    text = re.sub(r"<requirement\s[^>]*>", attribute, text)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    print(f"{proved} of {total} requirements are proved by a mutant ({100 * proved / max(total, 1):.1f} %)")
