"""The closed vocabularies of the annotation scheme, and which families of reference are core."""

FAMILIES = frozenset({"internal", "relative", "external", "vague", "renvoi", "list", "discourse"})
HEADLINE = frozenset({"internal", "relative", "external"})
"""Families the headline figures are about: they lead to one place."""
CORE = HEADLINE | {"vague"}
"""As in the development gold; 从其规定, 下列 and 上述 are scored apart."""
MODALITIES = frozenset({"obligation", "prohibition", "permission", "right", "power", "recommendation",
                        "declaration", "penalty"})
SOURCES = frozenset({"explicit", "same_sentence", "previous_sentence", "previous_paragraph",
                     "condition_subject", "condition_genitive", "list_head", "generic", "implicit"})
KINDS = frozenset({"scope_activity", "trigger_event", "trigger_state", "precondition_only_if",
                   "normative_precondition", "violation", "aggravation", "purpose", "exception_trigger"})
DEADLINES = frozenset({"within", "before_event", "immediate", "periodic", "minimum_duration", "vague"})
LISTS = frozenset({"CONDITION_ANY_OF", "CONDITION_ALL_OF", "REQUIREMENT_ANY_OF", "OBJECT_ENUM",
                   "ACTION_DISTRIBUTE", "DEFINITION", "PENALTY_BRANCH"})
SCOPES = frozenset({"work", "article", "chapter", "paragraph"})
