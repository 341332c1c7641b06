"""Who the signed-in person is in the directory. https://learn.microsoft.com/graph/api/user-get."""

from dataclasses import dataclass

from marshmallow import fields

from graph._shapes import Shape, load
from graph.transport import Transport


@dataclass(frozen=True, slots=True)
class DirectoryPerson:
    """A person of the directory. `address` is None for somebody without mail."""

    object_id: str
    name: str
    address: str | None


class People:
    """The directory, as far as User.Read reaches: oneself."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def me(self) -> DirectoryPerson:
        """Return the person whose token this is."""
        body = self._transport.get("/me", params={"$select": "id,displayName,mail"})
        values = load(_PersonShape, body, "a person")
        return DirectoryPerson(values["object_id"], values["name"] or "", values["address"] or None)


class _PersonShape(Shape):
    object_id = fields.String(required=True, data_key="id")
    name = fields.String(load_default="", allow_none=True, data_key="displayName")
    address = fields.String(load_default=None, allow_none=True, data_key="mail")
