"""What every template may use: words in the reader's language, times, faces, addresses."""

import hashlib
import secrets
from collections.abc import Callable, MutableMapping
from functools import cache
from pathlib import Path
from types import FunctionType
from typing import TYPE_CHECKING, Any

from flask import Flask, current_app, g, request
from flask.templating import Environment
from flask_babel import Babel
from jinja2 import Template, pass_eval_context
from jinja2.environment import TemplateModule
from jinja2.nodes import EvalContext
from jinja2.runtime import Context
from markupsafe import Markup

from plugin.ports.values import UNREADABLE
from plugin.web import faces, languages, names, texts, times
from plugin.web.current import (
    actor,
    in_teams,
    in_visit,
    now,
    opens_teams,
    page_url,
    viewer,
    viewer_zone,
    visit,
    web,
)
from plugin.web.template_code import Code, Drawn, written
from plugin.web.tickets import Tickets

if TYPE_CHECKING:
    from plugin.web.protocol.tool import Tab

STATIC = Path(__file__).parent / "static"
THEMES = frozenset({"light", "dark", "contrast"})


class Page(Context):
    """A template's names; calls macros and plain functions without asking what they are.

    Jinja looks at each thing called whether it wants the context: 220 times for a page.
    """

    def call(  # the names that Jinja passes, and no others of ours
        __self,  # noqa: N805
        __obj: Callable[..., Any],
        *args: Any,
        **kwargs: Any,
    ) -> Any:
        """Call it as Jinja would."""
        kind = type(__obj)
        if kind is Drawn or __obj is _said:
            kwargs.pop("_block_vars", None)
            kwargs.pop("_loop_vars", None)
            return __obj(__self.eval_ctx, *args, **kwargs)
        if kind is FunctionType and not hasattr(__obj, "jinja_pass_arg"):
            kwargs.pop("_block_vars", None)
            kwargs.pop("_loop_vars", None)
            return __obj(*args, **kwargs)
        return super().call(__obj, *args, **kwargs)


class Templates(Environment):
    """Flask's environment; each template has its globals in one plain dict.

    Jinja chains two, so that globals may still change after templates were read, and looks through
    the chain at each import of each page. Ours are complete before the first page.
    """

    context_class = Page
    code_generator_class = Code

    def __init__(self, app: Any, **options: Any) -> None:
        """Take what Flask's takes."""
        super().__init__(app, **options)
        self._known: dict[object, Template] = {}
        self._imported: dict[str, TemplateModule] = {}

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return the globals of one template."""
        return {**self.globals, **(d or {})}

    def get_template(
        self,
        name: str | Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,
    ) -> Template:
        """Return a template, read once unless it may change under our hands."""
        known = self._known.get(name)
        if known is None:
            known = super().get_template(name, parent, globals)
            if not self.auto_reload:
                self._known[name] = known
        return known

    def imported(self, name: str) -> TemplateModule:
        """Return what a template holds for others: all of them have the same globals."""
        known = self._imported.get(name)
        if known is None:
            known = self.get_template(name).module
            if not self.auto_reload:
                self._imported[name] = known
        return known


def prepare(app: Flask) -> None:
    """Give the templates of `app` their filters and functions."""
    languages.forget_unread()
    Babel(app, default_locale=languages.DEFAULT, locale_selector=languages.choose_locale)
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]  # of Jinja's extension
        lambda text: texts.words().ugettext(text),
        lambda one, many, num: texts.words().ungettext(one, many, num),
        newstyle=True,
    )
    app.jinja_env.globals.update(_=_said, ngettext=_counted)
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(times.FILTERS)
    app.jinja_env.filters.update(faces.FILTERS)
    app.jinja_env.filters.update(names.FILTERS)
    app.jinja_env.tests["unreadable"] = UNREADABLE.__eq__
    app.jinja_env.globals.update(
        actor=actor,
        asset=asset,
        csrf_token=csrf_token,
        direction=languages.direction,
        in_teams=in_teams,
        in_visit=in_visit,
        language=languages.language,
        now=now,
        opens_teams=opens_teams,
        page_url=page_url,
        teams_tab=teams_tab,
        theme=theme,
        ticket=ticket,
        viewer=viewer,
        viewer_zone=viewer_zone,
        visit=visit,
    )


@pass_eval_context
def _said(context: EvalContext, text: str, **values: object) -> str:
    """Return the words of `_('…')` in a template, as Jinja's extension does in four calls."""
    return _marked(context, _said_plainly(context, text, **values))


def _said_plainly(context: EvalContext, text: str, **values: object) -> str:
    if not values:
        return texts.said(text)
    return _filled(context, texts.words().ugettext(text), values)


@pass_eval_context
def _counted(context: EvalContext, one: str, many: str, num: int, **values: object) -> str:
    """Return the words of `ngettext('…', '…', n)` in a template likewise."""
    return _marked(context, _counted_plainly(context, one, many, num, **values))


def _counted_plainly(context: EvalContext, one: str, many: str, num: int, **values: object) -> str:
    values.setdefault("num", num)
    return _filled(context, texts.words().ungettext(one, many, num), values)


# What templates put into a page at once is not marked as escaped before: see `template_code`.
_said.drawn = _said_plainly  # type: ignore[attr-defined]
_counted.drawn = _counted_plainly  # type: ignore[attr-defined]


def _filled(context: EvalContext, words: str, values: dict[str, object]) -> str:
    """Return words with what they name; where it goes into a page, that is escaped."""
    if context.autoescape:
        for name, value in values.items():  # no number needs escaping, and some words want one
            if type(value) is not int:
                values[name] = written(value)
    return words % values


def _marked(context: EvalContext, words: str) -> str:
    return Markup(words) if context.autoescape else words  # noqa: S704 - `_filled` has escaped it


def asset(name: str) -> str | None:
    """Return the address of a static file, or None when it was not installed (htmx may not be).

    It changes with the file's content, so browsers may keep what they have for ever.
    """
    version = _version(name)
    return f"{current_app.static_url_path}/{name}?v={version}" if version else None


def csrf_token() -> str:
    """Return what the forms of this visit must repeat; empty outside a visit."""
    return visit().csrf if in_visit() else ""


def ticket(purpose: str) -> str:
    """Return a one-time ticket for a form of this visit that leaves the frame."""
    return tickets().issue(purpose, visit().handle_hash, nonce=secrets.token_urlsafe(16))


def tickets() -> Tickets:
    """Return the tickets of the running application."""
    return Tickets(store=web().store, clock=web().clock, key=web().signing_key)


def teams_tab() -> "Tab | None":
    """Return how the tool is shown in Teams; None without Microsoft."""
    microsoft = web().microsoft
    return microsoft.tab if microsoft else None


def theme() -> str | None:
    """Return the theme that the address or this page asks for; None to follow the system."""
    here = visit().theme if in_teams() else None
    asked = g.get("theme") or here or request.args.get("theme", "")
    return asked if asked in THEMES else None


@cache
def _version(name: str) -> str | None:
    file = STATIC / name
    return hashlib.sha256(file.read_bytes()).hexdigest()[:12] if file.is_file() else None
