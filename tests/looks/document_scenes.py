"""The documents page in each of its states."""

from dataclasses import dataclass, replace

from plugin.mentoring.place import Earlier, PlaceState


@dataclass
class DocumentScenes:
    """Pages by name; `pair_in` makes two people who work together, in a course of its own."""

    stage: object
    pair_in: object

    def pages(self):
        made = {}
        for name, furnish in (
            ("documents", self._with_folder),
            ("documents-none", self._without),
            ("documents-proposed", self._proposed),
            ("documents-away", self._away),
            ("documents-drive", self._drive),
        ):
            pair, amara, leila = self.pair_in(name)
            furnish(pair, amara, leila)
            path = f"relationships/{pair.relationship_id}/documents/"
            made[name] = self.stage.address(leila, path)
            if name == "documents-drive":
                made["documents-drive-mine"] = self.stage.address(amara, path)
        return made

    def _with_folder(self, pair, _amara, _leila):
        """A real folder of the pretend SharePoint, with what a worker puts there."""
        self.stage.makes_place(pair)

    def _without(self, pair, amara, _leila):
        self._links(pair, amara)

    def _proposed(self, pair, amara, leila):
        documents = self.stage.services.documents
        documents.propose(pair.relationship_id, "https://docs.example/one", actor=amara)
        documents.agree(pair.relationship_id, 1, actor=leila)
        documents.propose(
            pair.relationship_id, f"https://board.example/{'very-long-name-' * 12}", actor=amara
        )
        self._links(pair, leila)

    def _away(self, pair, _amara, _leila):
        self.stage.has_place(pair)

    def _drive(self, pair, amara, leila):
        """Somebody left, whose folder is read still; the next one's waits for their yes."""
        self.stage.has_place(pair, PlaceState.NEEDS_CONSENT)
        with self.stage.house.store.work(pair.tenant_id) as work:
            place = work.place(pair.relationship_id)
            before = Earlier(leila.person_id, "drive/old", "https://onedrive.example/old")
            work.save_place(replace(place, holder=amara.person_id, earlier=(before,)))

    def _links(self, pair, actor):
        add = self.stage.services.documents.add_link
        add(pair.relationship_id, "How to read a paper", "https://papers.example/a", actor=actor)
        add(pair.relationship_id, "", f"https://papers.example/{'x' * 200}", actor=actor)
