"""Which mutant proves which requirement. A patch names in its line `proves:` the requirements that its fault breaches; each
of them of which a scenario turned red is proved. That other requirements share the scenario shows nothing about them."""
import glob
import os
import re
import xml.etree.ElementTree as ElementTree

HERE = os.path.dirname(os.path.abspath(__file__))
NAMES_AT_MOST = 3   # in proved_by: the most particular ones, by how few scenarios they turn red


def requirements(root):
    """Their ids."""
    with open(f"{root}/scenarios/requirements.xml", encoding="utf-8") as file:
        return set(re.findall(r"<requirement\s[^>]*?\bid=\"([^\"]*)\"", file.read()))


def judged_by_scenario(root):
    result = {}
    for file in glob.glob(f"{root}/scenarios/**/*.xml", recursive=True):
        scenario = ElementTree.parse(file).getroot()
        if not scenario.tag.endswith("}scenario"):
            continue
        judges = scenario.get("judges") or ""
        result[scenario.get("id")] = judges.split()
        # Each row of a table is a scenario of its own, and may say what it judges.
        for row in scenario.iter("{urn:fedproof:scenario:1}row"):
            of_row = re.sub(r"\$\{([^}]*)\}", lambda column, row=row: row.get(column.group(1), ""), judges)
            result[f"{scenario.get('id')}/{row.get('id')}"] = of_row.split()
    return result


def find(judges, records):
    """requirement → mutants, the most particular first; and what a patch claims in vain, as (mutant, requirement)."""
    proofs, vain = {}, []
    for record in sorted(records, key=lambda one: (len(one["red"]), one["mutant"])):
        noticed = {one for scenario in record["red"] for one in judges.get(scenario, [])}
        for requirement in record["proves"]:
            if requirement in noticed:
                proofs.setdefault(requirement, []).append(record["mutant"])
            else:
                vain.append((record["mutant"], requirement))
    return proofs, vain


def write(root, records):
    """Puts proved_by="…" into requirements.xml. What mutants proved that were not tried this time stays, as long as their
    patches do."""
    proofs, vain = find(judged_by_scenario(root), records)
    for mutant, requirement in vain:
        print(f"{mutant} claims to breach {requirement}, but no scenario of it turned red")
    path = f"{root}/scenarios/requirements.xml"
    with open(path, encoding="utf-8") as file:
        text = file.read()
    tried = {record["mutant"] for record in records}
    total = proved = 0
    unproved = []

    def attribute(match):
        nonlocal total, proved
        tag = re.sub(r'\s+proved_by="[^"]*"', "", match.group(0))
        total += 1
        requirement = re.search(r'\bid="([^"]*)"', tag).group(1)
        before = re.search(r'\bproved_by="([^"]*)"', match.group(0))
        kept = [name for name in (before.group(1).split() if before else [])
                if name not in tried and os.path.exists(f"{HERE}/{name}.patch")]
        names = (kept + [name for name in proofs.get(requirement, []) if name not in kept])[:NAMES_AT_MOST]
        if not names:
            unproved.append(requirement)
            return tag
        proved += 1
        return tag[:-1] + f' proved_by="{" ".join(names)}">'

    text = re.sub(r"<requirement\s[^>]*>", attribute, text)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    if unproved:
        print("not proved:", " ".join(unproved))
    print(f"{proved} of {total} requirements are proved by a mutant ({100 * proved / max(total, 1):.1f} %)")
