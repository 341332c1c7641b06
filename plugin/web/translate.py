"""Keep the catalogues of `translations/`: `python -m plugin.web.translate [update]`.

Without a word it compiles every whole .po to the .mo that the pages read; nothing happens to one
that is newer than its source. A .po that lacks a text is left out, and an old .mo of it removed:
no page is ever half in one language. With `update` it first brings the .po files up to date with
the texts.
"""

import sys
import tempfile
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import read_po

HERE = Path(__file__).parent
CATALOGUES = HERE / "translations"
PATTERN = "*/LC_MESSAGES/messages.po"

KEYWORDS = ("_", "_l", "ngettext:1,2", "lazy_gettext")
"""What texts are asked for by."""


def compile_all(folder: Path = CATALOGUES) -> list[Path]:
    """Compile what is whole and out of date, and say what is not whole; return what was written."""
    stale = [source for source in sorted(folder.glob(PATTERN)) if not _is_fresh(source)]
    whole = [source for source in stale if not _is_left_out(source)]
    return [_compile(source) for source in whole]


def update_all(folder: Path = CATALOGUES) -> None:
    """Bring every catalogue up to date with the texts of code and templates."""
    with tempfile.TemporaryDirectory() as place:
        template = Path(place) / "messages.pot"
        collect(template)
        _babel(
            "update", "-i", str(template), "-d", str(folder), "--no-fuzzy-matching",
            "--ignore-obsolete", "--no-wrap", "--omit-header",
        )  # fmt: skip


def collect(template: Path) -> None:
    """Write every text of code and templates, untranslated, to `template`."""
    keywords = [word for name in KEYWORDS for word in ("-k", name)]
    options = ["--no-location", "--omit-header", "--sort-output", "--no-wrap"]
    mapping = ["-F", str(HERE / "babel.cfg")]
    _babel("extract", *mapping, *keywords, *options, "-o", str(template), str(HERE))


def read(source: Path) -> Catalog:
    """Return a catalogue as Babel knows it."""
    with source.open("rb") as file:
        return read_po(file)


def untranslated(catalogue: Catalog) -> list[Message]:
    """Return the texts without words, or with words that nobody has looked at."""
    texts = [message for message in catalogue if message.id]
    return [one for one in texts if one.fuzzy or not _is_said(one)]


def _is_left_out(source: Path) -> bool:
    missing = len(untranslated(read(source)))
    if missing:
        source.with_suffix(".mo").unlink(missing_ok=True)
        sys.stderr.write(f"Left out: {_language(source)}, texts missing: {missing}.\n")
    return bool(missing)


def _is_said(message: Message) -> bool:
    words = message.string
    return all(words) if isinstance(words, tuple | list) else bool(words)


def _is_fresh(source: Path) -> bool:
    compiled = source.with_suffix(".mo")
    return compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime


def _compile(source: Path) -> Path:
    # A catalogue here has no header, and Babel takes that for a fuzzy one.
    compiled = source.with_suffix(".mo")
    files = ["-i", str(source), "-o", str(compiled)]
    _babel("compile", "--use-fuzzy", "-l", _language(source), *files)
    return compiled


def _language(source: Path) -> str:
    return source.parts[-3]


def _babel(command: str, *arguments: str) -> None:
    line = ["pybabel", "--quiet", command, *arguments]
    CommandLineInterface().run(line)  # type: ignore[no-untyped-call]  # Babel types its API, not its command


if __name__ == "__main__":
    if sys.argv[1:] == ["update"]:
        update_all()
    compile_all()
