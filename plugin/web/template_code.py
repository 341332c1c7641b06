"""The Python that templates become: what Jinja writes, with fewer steps for each piece of a page.

Jinja's own lets each piece climb through every block that it stands in, asks of each thing called
whether it wants the context, and makes a new Markup of what is one already. What comes out is the
same, character for character; tests/web/test_template_code.py renders both.
"""

from collections.abc import Callable, Mapping
from keyword import iskeyword
from types import FunctionType
from typing import Any, cast

import markupsafe
from jinja2 import Template, nodes
from jinja2.compiler import CodeGenerator, Frame, MacroRef
from jinja2.nodes import EvalContext
from jinja2.runtime import Context, Macro
from jinja2.utils import missing
from markupsafe import Markup, escape


def _escaped(text: str) -> str:
    return str(escape(text))


_plain: Callable[[str], str] = getattr(markupsafe, "_escape_inner", _escaped)
"""What `escape` does to a text, before it makes markup of it."""


def written(value: object) -> str:
    """Return what stands in a page for a value: escaped, unless it is markup already.

    The answer is put between other pieces of a page at once, so no mark is put on it.
    """
    kind = type(value)
    if kind is Markup:
        return cast("str", value)
    if kind is str:
        return _plain(cast("str", value))
    return str(value) if kind is int else escape(value)


def within(template: Template, context: Context, local: Mapping[str, Any]) -> Context:
    """Return the names that an included template has: all of those around it."""
    known = {**context.parent, **context.vars}
    known.update((name, value) for name, value in local.items() if value is not missing)
    return type(context)(template.environment, known, template.name, template.blocks)


class Drawn(Macro):
    """A macro; what is usual in its calls is not asked for at each."""

    def __init__(self, *args: Any) -> None:
        """Take what Jinja's own takes."""
        super().__init__(*args)
        self._usual = not (self.catch_kwargs or self.catch_varargs or self.explicit_caller)

    def __call__(self, *args: Any, **kwargs: Any) -> str:
        """Call it as Jinja would; the first argument may say whether its words are escaped."""
        told = bool(args) and type(args[0]) is EvalContext
        escaped = args[0].autoescape if told else self._default_autoescape
        drawn = self.drawn(*args, **kwargs) if told else self.drawn(None, *args, **kwargs)
        return Markup(drawn) if escaped else drawn  # noqa: S704 - the macro has escaped it

    def drawn(self, context: EvalContext | None, /, *args: Any, **kwargs: Any) -> str:
        """Return what it draws, which the macro has escaped, without a mark that says so."""
        if not self._usual or len(args) > self._argument_count:
            told = args if context is None else (context, *args)
            return super().__call__(*told, **kwargs)
        given = list(args)
        given += [kwargs.pop(name, missing) for name in self.arguments[len(given) :]]
        if self.caller:
            nobody = self._environment.undefined("No caller defined", name="caller")
            given.append(kwargs.pop("caller", nobody))
        if kwargs:
            raise TypeError(f"macro {self.name!r} takes no keyword argument {next(iter(kwargs))!r}")
        return self._func(*given)


class Code(CodeGenerator):
    """Writes a template's Python."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802
        """Write all of it."""
        taken = {one.name for one in node.find_all(nodes.Name) if one.ctx != "load"}
        imported = [one for import_ in node.find_all(nodes.FromImport) for one in import_.names]
        names = {one if isinstance(one, str) else one[1] for one in imported}
        self._macros = (names | {one.name for one in node.find_all(nodes.Macro)}) - taken
        self._taken, self._draws = taken, False
        self.writeline(f"from {__name__} import Drawn, within, written")
        super().visit_Template(node, frame)

    def visit_Block(self, node: nodes.Block, frame: Frame) -> None:  # noqa: N802
        """Write a block that is put together before it goes up."""
        unusual = frame.buffer is not None or node.scoped or node.required
        if unusual or (frame.toplevel and self.extends_so_far):
            super().visit_Block(node, frame)
            return
        block = f"context.blocks[{node.name!r}][0]({self.get_context_ref()})"
        self.writeline(f"yield concat({block})", node)

    def visit_Include(self, node: nodes.Include, frame: Frame) -> None:  # noqa: N802
        """Write an included template, which is put together before it goes up, too."""
        if node.ignore_missing or not node.with_context or not _names_one(node):
            super().visit_Include(node, frame)
            return
        self.writeline("template = environment.get_template(", node)
        self.visit(node.template, frame)
        self.write(")")
        names = self.dump_local_context(frame)
        inside = f"within(template, {self.get_context_ref()}, {names})"
        self.simple_write(f"concat(template.root_render_func({inside}))", frame, node)

    def visit_Call(  # noqa: N802
        self, node: nodes.Call, frame: Frame, forward_caller: bool = False
    ) -> None:
        """Write a call; without a detour where it is known what is called."""
        first = None if forward_caller or not _is_simple(node) else self._first(node.node)
        if first is None:
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write(f".drawn({first}" if self._draws else f"({first}")
        self._draws = False
        for number, one in enumerate((*node.args, *node.kwargs)):
            self.write(", " if number or first else "")
            self.visit(one, frame)
        self.write(")")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802
        """Write what has the attribute, else has it as an item, else is undefined."""
        thing, found = self.temporary_identifier(), self.temporary_identifier()
        self.write(f"({found} if ({found} := getattr(({thing} := ")
        self.visit(node.node, frame)
        self.write(f"), {node.attr!r}, missing)) is not missing")
        self.write(f" else environment.getattr({thing}, {node.attr!r}))")

    def macro_def(self, macro_ref: MacroRef, frame: Frame) -> None:
        """Write the making of a macro."""
        names = [one.name for one in macro_ref.node.args]
        asks = (macro_ref.accesses_kwargs, macro_ref.accesses_varargs, macro_ref.accesses_caller)
        known = (getattr(macro_ref.node, "name", None), tuple(names), *asks)
        told = ", ".join(repr(one) for one in known)
        self.write(f"Drawn(environment, macro, {told}, context.eval_ctx.autoescape)")

    def _import_common(self, node: nodes.Import | nodes.FromImport, frame: Frame) -> None:
        if node.with_context:
            super()._import_common(node, frame)
            return
        self.write("environment.imported(")
        self.visit(node.template, frame)
        self.write(")")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
            return
        self._draws = isinstance(node, nodes.Call) and self._is_drawn(node)
        self.write("(" if self._draws else "written(")

    def _is_drawn(self, node: nodes.Call) -> bool:
        """Whether what is called answers with a piece of a page, escaped where it must be."""
        called = node.node
        if (
            not _is_simple(node)
            or not isinstance(called, nodes.Name)
            or self._first(called) is None
        ):
            return False
        known = self.environment.globals.get(called.name)
        return called.name in self._macros or hasattr(known, "drawn")

    def _first(self, called: nodes.Expr) -> str | None:
        """Return what goes before the arguments of a call; None where it is not known."""
        if not isinstance(called, nodes.Name) or called.name in self._taken:
            return None
        if called.name in self._macros:
            return "context.eval_ctx"
        found = self.environment.globals.get(called.name)
        if type(found) is not FunctionType:
            return None
        wants = getattr(found, "jinja_pass_arg", None)
        return {"": "", "eval_context": "context.eval_ctx"}.get(wants.name if wants else "")


def _is_simple(node: nodes.Call) -> bool:
    unpacked = node.dyn_args is not None or node.dyn_kwargs is not None
    return not unpacked and not any(iskeyword(one.key) for one in node.kwargs)


def _names_one(node: nodes.Include) -> bool:
    return isinstance(node.template, nodes.Const) and isinstance(node.template.value, str)
