"""The parts of deploy/README.md that are made from the tables of the tool, so that they stay true.

`python -m tests.house.handbook` writes them anew.
"""

from lti.refusals import SENTENCES
from plugin.web.protocol.lms_forms import FORMS, LABELS, SITE
from plugin.web.protocol.refusals import REFUSALS
from tests.house.tree import ROOT

README = ROOT / "deploy" / "README.md"
TOOL = "https://<your host>"
VALUES = {
    "name": "`Alongside`",
    "origin": f"`{TOOL}`",
    "domain": "`<your host>`",
    "launch": f"`{TOOL}/lti/launch`",
    "login": f"`{TOOL}/lti/login`",
    "jwks": f"`{TOOL}/lti/jwks`",
    "custom": "the lines that the invitation's page shows",
    "json": "the text that the invitation's page shows",
}


def launch_errors():
    """Return the table of what a refused launch may say."""
    rows = ["| Code | What the tool saw | What to do |", "|---|---|---|"]
    rows += [f"| `{code}` | {SENTENCES[code]} | {REFUSALS[code].admin} |" for code in REFUSALS]
    return "\n".join(rows)


def forms():
    """Return the form of each LMS, with what goes where and what comes back."""
    return "\n\n".join(_form(one) for one in FORMS)


def _form(lms):
    rows = [f"**{lms.name}** · {lms.where}", ""]
    if lms.by_itself:
        rows += [f"By itself: {lms.by_itself}", ""]
    rows += ["| Its field | What goes there |", "|---|---|"]
    for label, what in lms.fields:
        rows.append(f"| {label} | {what[1:] if what.startswith('=') else VALUES[what]} |")
    asked = [name for name in LABELS if lms.patterns.get(name, SITE) == SITE]
    back = ", ".join(f"*{lms.label(name)}*" for name in asked)
    known = " The rest is filled in from what is known of it." if lms.patterns else ""
    rows += ["", f"{lms.after} Bring back: {back}.{known}"]
    return "\n".join(rows)


PARTS = {"launch errors": launch_errors, "forms": forms}


def written(text, name):
    """Return what `text` has between the marks of a part."""
    begin, end = marks(name)
    return text.partition(begin)[2].partition(end)[0].strip()


def marks(name):
    return f"<!-- {name}: made by tests/house/handbook.py -->", f"<!-- end of {name} -->"


def main():
    text = README.read_text(encoding="utf-8")
    for name, make in PARTS.items():
        begin, end = marks(name)
        before, after = text.partition(begin)[0], text.partition(end)[2]
        text = f"{before}{begin}\n\n{make()}\n\n{end}{after}"
    README.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
