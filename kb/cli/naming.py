"""A work or version named on the command line: whether it is registered, and what lies in it."""

from difflib import get_close_matches

from kb.errors import KbError
from kb.model.work import Register


def concerns(where: str, name: str) -> bool:
    """Tell whether a place lies in a work or version; in any if ``name`` is empty.

    >>> concerns("bridges@final-2025#art_1", "bridges"), concerns("bridges-two@final", "bridges")
    (True, False)
    """
    return not name or where == name or (
        where.startswith(name) and where[len(name)] in "@#/ ")


def refuse_unknown(register: Register, name: str) -> None:
    """Refuse a name that is neither empty nor a registered work or version.

    Raises:
        KbError: it is none; the remedy names what is spelled alike.
    """
    if name and register.work(name) is None and register.version(name) is None:
        names = [name for work in register.works
                 for name in (work.slug, *(version.key for version in work.versions))]
        near = get_close_matches(name, names, 3)
        raise KbError("no such work or version is registered", name,
                      f"did you mean {' or '.join(near)}?" if near else "",
                      "name it as work or work@version")
