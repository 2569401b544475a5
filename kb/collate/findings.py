"""What is found when the Chinese and our English of it are laid side by side."""

from dataclasses import dataclass

from kb.model.glossary import TextCheck


@dataclass(frozen=True, slots=True)
class Finding:
    """One difference between a Chinese provision and our English of it.

    ``version`` is ``work@version``; ``eid`` the provision (empty: the whole text); ``subject`` the
    Chinese term or the few words it is about. ``review`` says that it is listed for a person to look
    at and fails nothing.
    """

    check: TextCheck
    version: str
    eid: str
    message: str
    subject: str = ""
    review: bool = False
