"""One provision through all versions: where it stood, what is known, what is not."""

from dataclasses import replace

import pytest

from kb.graph.history import history_of, places_of, same_number_elsewhere
from kb.model.identity import Identities
from kb.model.status import State
from tests.publish.small_library import small_library

DRAFT, FINAL = "lantern-provisions@draft-2030", "lantern-provisions@final-2031"


@pytest.fixture(scope="module")
def library():
    return small_library()


def test_every_version_is_a_step_with_its_state_and_where_the_provision_stood(library):
    steps = history_of(library, FINAL, "art_3__para_1")
    assert [(step.version.key, step.eids, step.known) for step in steps] == [
        (DRAFT, ("art_3",), True), (FINAL, ("art_3",), True)]
    assert steps[0].status.state is State.SUPERSEDED_DRAFT
    assert all(step.status.as_of == library.as_of for step in steps)
    (move,) = steps[1].moves
    assert move.link.redline


def test_both_ends_tell_the_same_history(library):
    told = [[(step.eids, step.moves) for step in history_of(library, key, "art_3")]
            for key in (DRAFT, FINAL)]
    assert told[0] == told[1]


def test_what_nothing_reaches_is_unknown_and_not_absent(library):
    alone = replace(library, comparisons=())
    steps = history_of(alone, FINAL, "art_3")
    assert [(step.eids, step.known) for step in steps] == [((), False), (("art_3",), True)]


def test_kept_identity_reaches_where_no_comparison_does(library):
    kept = Identities("lantern-provisions",
                      {"draft-2030": ("art_2", "art_9"), "final-2031": ("art_3", "art_2")},
                      {"final-2031#art_3": ("draft-2030#art_9",)})
    alone = replace(library, comparisons=(), identities={kept.work: kept})
    assert places_of(alone, FINAL, "art_3") == {"final-2031": ("art_3",), "draft-2030": ("art_9",)}
    assert places_of(alone, FINAL, "art_2") == {"final-2031": ("art_2",), "draft-2030": ()}


def test_a_number_that_was_another_provision_is_named(library):
    work = library.register.works[0]
    stage = work.versions[-1].stage
    official = replace(work, versions=tuple(replace(one, stage=stage) for one in work.versions))
    kept = Identities(work.slug, {"draft-2030": ("art_2", "art_3"), "final-2031": ("art_2", "art_3")},
                      {"draft-2030#art_2": ("final-2031#art_3",)})
    found = replace(library, identities={work.slug: kept},
                    register=replace(library.register, works=(official, *library.register.works[1:])))
    ((version, eids),) = same_number_elsewhere(found, FINAL, "art_2__para_1")
    assert (version.id, eids) == ("draft-2030", ("art_3",))
    assert same_number_elsewhere(library, FINAL, "art_2") == ()


def test_an_unregistered_version_is_no_history(library):
    with pytest.raises(KeyError):
        history_of(library, "lantern-provisions@final-1999", "art_1")
