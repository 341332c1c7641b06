"""Copies of a module from which one refusal is taken away, to see that a test needs it."""

import ast
import inspect
import types

HELPERS = ("_require", "_refuse_unless")


def refusals(module):
    """Return the condition of every check in `module` that refuses, as its text."""
    return conditions(inspect.getsource(module))


def conditions(source):
    """Return the condition of every check in the source that refuses, as its text."""
    return [text for _, text in _found(ast.parse(source))]


def weakened(source, condition):
    """Return the source, parsed, in which the checks with this condition never refuse."""
    tree = ast.parse(source)
    checks = [node for node, text in _found(tree) if text == condition]
    if not checks:
        raise LookupError(condition)
    for check in checks:
        if isinstance(check, ast.If):
            check.test = ast.copy_location(ast.Constant(value=False), check.test)
        else:
            check.value = ast.copy_location(ast.Constant(value=None), check.value)
    return tree


def without(module, condition):
    """Return a copy of `module` in which the check with this condition never refuses."""
    tree = weakened(inspect.getsource(module), condition)
    copy = types.ModuleType(module.__name__)
    exec(compile(tree, module.__file__, "exec"), copy.__dict__)  # noqa: S102 - our own source
    return copy


def _found(node):
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and isinstance(child.body[-1], ast.Raise):
            yield child, ast.unparse(child.test)
        elif isinstance(child, ast.Expr) and _is_helper(child.value):
            yield child, ast.unparse(child.value.args[0])
        if not (isinstance(child, ast.FunctionDef) and child.name in HELPERS):
            yield from _found(child)


def _is_helper(call):
    if not isinstance(call, ast.Call):
        return False
    return getattr(call.func, "id", "") in HELPERS or ast.unparse(call.func) == "policy.require"
