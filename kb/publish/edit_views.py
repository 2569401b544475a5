"""Views of texts that an authority changed at its address without saying so."""

from kb.model.edit import SilentEdit
from kb.publish import addresses
from kb.publish.change_views import provision_link
from kb.publish.shelf import Shelf
from kb.publish.views import EditRow, Link
from kb.store.edits import edits_of


def edit_rows(shelf: Shelf, key: str, eid: str = "") -> tuple[EditRow, ...]:
    """Return the silent edits of a version (``work@version``), or of one article of it, oldest first."""
    found = edits_of(shelf.library.meta, key)
    return tuple(_row(shelf, edit) for edit in found if not eid or eid in edit.articles)


def _row(shelf: Shelf, edit: SilentEdit) -> EditRow:
    return EditRow(edit.before.isoformat(), edit.after.isoformat(),
                   Link(edit.address, addresses.external(edit.address)),
                   tuple(provision_link(shelf, edit.version, eid) for eid in edit.articles))
