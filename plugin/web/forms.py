"""HTML forms, read by marshmallow: one message per field, and what was typed is kept.

A schema derives from `FormSchema` and names its fields as the form does. A field of several values
(checkboxes) is a `fields.List`. Blank counts as not given, so a field is required, has a
`load_default`, or is absent from `Form.data`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from flask import g, request
from flask_babel import lazy_gettext as _
from marshmallow import EXCLUDE, Schema, ValidationError, fields, pre_load, validate
from werkzeug.exceptions import BadRequest

if TYPE_CHECKING:
    from werkzeug.datastructures import MultiDict

MOST = 2**31 - 1
"""The largest number that every database takes."""
REASONABLE = validate.Range(datetime(2000, 1, 1, tzinfo=UTC), datetime(3000, 1, 1, tzinfo=UTC))
"""Beyond these a moment and its zone may leave what a date can be."""
_REASONABLE_DAY = validate.Range(
    date(2000, 1, 1), date(2999, 12, 31), error=_("Please give a day of this century.")
)
INVISIBLE = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127))
_MESSAGES = {
    "required": _("Please fill this in."),
    "null": _("Please fill this in."),
    "invalid": _("This is not in a form we can read."),
}


class FormSchema(Schema):
    """Base of every form's schema; fields it does not name are ignored."""

    class Meta:
        unknown = EXCLUDE

    def on_bind_field(self, field_name: str, field_obj: fields.Field[Any]) -> None:
        """Give each field words for a person; a field that brings its own keeps them."""
        own = field_obj.metadata.get("messages", {})
        field_obj.error_messages = {**field_obj.error_messages, **_MESSAGES, **own}

    @pre_load
    def tidy(self, sent: "MultiDict[str, str]", **_kwargs: object) -> dict[str, Any]:
        """Turn the form into one value, or one list, for each field that was filled in."""
        tidied: dict[str, Any] = {}
        for name, kind in self.load_fields.items():
            values = [text for text in map(_clean, sent.getlist(name)) if text]
            if isinstance(kind, fields.List):
                tidied[name] = values
            elif values:
                tidied[name] = values[-1]
        return tidied


@dataclass(frozen=True, slots=True)
class Form:
    """A form as it is shown: what stands in the fields, and what is wrong with it.

    Attributes:
        sent: texts by field name, each a tuple because checkboxes share a name.
        errors: one sentence by field name; empty when `data` can be used.
        data: the loaded values; empty unless the form was sent and is right.

    """

    sent: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    data: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def filled(cls, values: Mapping[str, object]) -> "Form":
        """Return a form with `values` in its fields, to be changed; None leaves a field blank."""
        return cls({name: _texts(value) for name, value in values.items()})

    @property
    def ok(self) -> bool:
        """Whether the form was right."""
        return not self.errors

    def value(self, name: str) -> str:
        """Return the text in the field; empty for none."""
        return next(iter(self.sent.get(name, ())), "")

    def has(self, name: str, value: object) -> bool:
        """Whether `value` is chosen in the field."""
        return str(value) in self.sent.get(name, ())

    def error(self, name: str) -> str | None:
        """Return what is wrong with the field."""
        return self.errors.get(name)

    def with_error(self, name: str, words: object) -> "Form":
        """Return the form with one thing more that is wrong, found after it was read."""
        return Form(self.sent, {**self.errors, name: str(words)}, {})


def read_form(schema: FormSchema) -> Form:
    """Return the form of this request. Answer with status 422 and the same page unless it is ok."""
    g.fields_read = {**fields_read(), **schema.load_fields}
    sent = {name: tuple(request.form.getlist(name)) for name in schema.load_fields}
    try:
        return Form(sent, {}, schema.load(request.form))
    except ValidationError as error:
        return Form(sent, _first_of_each(error.messages_dict), {})


def read_sent(schema: FormSchema) -> Mapping[str, Any]:
    """Return a form in which nobody types: what is wrong with it was not sent from a page of ours.

    Raises:
        BadRequest: Werkzeug's.

    """
    form = read_form(schema)
    if not form.ok:
        raise BadRequest
    return form.data


def fields_read() -> Mapping[str, fields.Field[Any]]:
    """Return every field that was read of this request so far, by its name."""
    found: Mapping[str, fields.Field[Any]] = g.get("fields_read", {})
    return found


def is_typed(kind: fields.Field[Any]) -> bool:
    """Whether people write in such a field what they like, and do not choose."""
    chosen = any(isinstance(one, validate.OneOf) for one in kind.validators)
    return isinstance(kind, fields.String) and not chosen


def version(*, default: int = -1) -> fields.Integer:
    """Return the field of a version; the default is one that nothing has."""
    return fields.Integer(load_default=default, validate=validate.Range(-1, MOST))


def day(**options: Any) -> fields.Date:
    """Return the field of a day that people choose."""
    return fields.Date(validate=_REASONABLE_DAY, **options)


def at_most(characters: int) -> validate.Length:
    """Return a check of a text's length."""
    return validate.Length(max=characters, error=_("Please keep this to {max} characters."))


def between(least: int, most: int) -> validate.Range:
    """Return a check of a number."""
    return validate.Range(least, most, error=_("Please give a number from {min} to {max}."))


def one_of(choices: Iterable[object]) -> validate.OneOf:
    """Return a check that a value is among those offered."""
    return validate.OneOf(tuple(choices), error=_("Please choose one of those offered."))


def _clean(text: str) -> str:
    return text.replace("\r\n", "\n").translate(INVISIBLE).strip()


def _texts(value: object) -> tuple[str, ...]:
    if value is None:
        return ()
    if isinstance(value, (list, tuple, set, frozenset)):
        return tuple(str(item) for item in value)
    return (str(value),)


def _first_of_each(messages: Mapping[str, Any]) -> dict[str, str]:
    return {name: _first(found) for name, found in messages.items()}


def _first(found: object) -> str:
    while isinstance(found, Mapping):  # a list's messages are by index
        found = next(iter(found.values()))
    return str(found[0] if isinstance(found, list) else found)
