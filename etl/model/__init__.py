"""Plain values that both halves share: allies, indicators, editions, observations, claims, a release."""

from etl.model.claim import JUDGEMENTS, Article, Claim, ClaimResult, JudgementChange, RelatedFigure, judgement
from etl.model.edition import Blank, Edition, Publication, Recomputed, ReportedCount
from etl.model.indicators import CATEGORIES, EQUIPMENT_SHARE, REAL_CHANGE, SHARE_OF_GDP
from etl.model.names import AllyNames, Group, Membership
from etl.model.rejected import Rejected, shown
from etl.model.release import EXCEPT, GROUPS, Contents, Release, editions_as_of, group_keys, once_per_release
from etl.model.values import (
    AGGREGATES,
    COLUMNS,
    CORE,
    EQUIPMENT_GUIDELINE,
    EUROPE,
    EUROPE_AND_CANADA,
    NORTH_AMERICA,
    PLEDGE,
    TOTAL,
    Ally,
    Count,
    Indicator,
    Observation,
    OtherSeries,
    OtherSource,
    Outlines,
    Target,
    as_printed,
    midnight,
    names_of,
)
