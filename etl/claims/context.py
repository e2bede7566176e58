"""What texts are read with, from a release. Pure."""

from __future__ import annotations

from etl.claims.outcomes import publications
from etl.claims.reading import Context, GroupNames, PledgeValue, PublicationYears, SentenceReader
from etl.model import Release, once_per_release


def context_of(release: Release) -> Context:
    """Names, groups, pledges and the last year of each publication, as a release has them.

    Where a publication's table is missing, one of January to May is taken to end with the year before.
    """
    return Context(
        allies=release.names,
        groups=tuple(GroupNames(g.key, g.names, g.codes) for g in release.groups),
        pledges=tuple(PledgeValue(t.indicator, t.value, t.agreed) for t in release.targets),
        publications=tuple(
            PublicationYears(
                p.published,
                (release.years(p.published) or (p.published.year - (p.published.month < 6),))[-1],
            )
            for p in publications(release)
        ),
    )


@once_per_release
def reader_of(release: Release) -> SentenceReader:
    """The reader of sentences with the names of a release; its tables of words are built once."""
    return SentenceReader(context_of(release))
