"""Who brings lists of people into a programme: its coordinators."""

from tests.security.talk_rows import UNKNOWN, Row, coordinator

LIST = "programmes/{programme}/list/"
ROWS = {
    "GET people_lists.show": Row(LIST, coordinator()),
    "GET people_lists.template": Row(f"{LIST}template", coordinator()),
    "GET people_lists.progress": Row(f"{LIST}progress", coordinator()),
    "POST people_lists.choose": Row(LIST, coordinator(422)),
    "POST people_lists.bring": Row(f"{LIST}bring", coordinator(UNKNOWN)),
    "POST people_lists.discard": Row(f"{LIST}discard", coordinator(UNKNOWN)),
    "POST people_lists.left": Row(f"{LIST}left", coordinator(UNKNOWN), {"list": "nothing"}),
    "POST people_lists.links": Row(f"{LIST}links", coordinator(UNKNOWN), {"list": "nothing"}),
    "POST people_lists.undo": Row(f"{LIST}undo", coordinator(UNKNOWN), {"list": "nothing"}),
    "POST people_lists.forget": Row(f"{LIST}forget", coordinator(UNKNOWN), {"list": "x"}),
}
