"""What measures and requirements are."""

from enum import StrEnum


class MeasureType(StrEnum):
    """Who owns a measure."""

    CENTRAL = "central"
    DECENTRAL = "decentral"
    NETWORK = "network"


class ProjectStage(StrEnum):
    """How far a project of the city has come."""

    PLANNED = "planned"
    RUNNING = "running"
    FINISHED = "finished"


class RequirementKind(StrEnum):
    """What a requirement is about."""

    FUNCTIONAL = "functional"
    QUALITY = "quality"
    LEGAL = "legal"
    DATA = "data"
    ICT = "ict"
    ACCESSIBILITY = "accessibility"
    PARTICIPATION = "participation"


class Priority(StrEnum):
    """How much a requirement binds."""

    MUST = "must"
    SHOULD = "should"
    COULD = "could"
