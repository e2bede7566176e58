"""The release as schema.org describes a data set, for search engines of data. Pure."""

from __future__ import annotations

from typing import Any

import msgspec

from dashboard import formatting as words
from dashboard.pages.release.page import address
from etl.formats.about import KEYWORDS, LICENCE_NOTE, SOURCE, SOURCE_ADDRESS, UNITS, breaks
from etl.formats.citation import TITLE
from etl.formats.downloads import FORMATS
from etl.model import Release


def dataset(release: Release, site: str) -> str:
    """A schema.org Dataset as JSON that may stand in a page; `site` is where the dashboard is served from."""
    kept = f"{site}{address(release.id)}"
    nato = {"@type": "Organization", "name": SOURCE.partition(",")[0], "url": SOURCE_ADDRESS}
    years = release.all_years
    editions = words.counted(len(release.editions), "edition")
    document: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": TITLE,
        "description": f"Every figure of {editions} of NATO's tables of defence "
        "expenditure, each with its edition and provenance. "
        f"{UNITS} {breaks(release.editions)} {LICENCE_NOTE}",
        "url": f"{site}/data",
        "sameAs": kept,
        "identifier": kept,
        "version": release.id,
        "dateModified": release.latest_edition.id,
        "license": f"{site}/about#cite",
        "isAccessibleForFree": True,
        "creator": nato,
        "publisher": {"@type": "Organization", "name": "Two percent", "url": f"{site}/"},
        "keywords": KEYWORDS,
        "temporalCoverage": f"{years[0]}/{years[-1]}",
        "spatialCoverage": [ally.name for ally in release.allies],
        "variableMeasured": [
            {
                "@type": "PropertyValue",
                "name": i.title,
                "propertyID": i.id,
                "unitText": i.unit,
                "description": i.definition,
            }
            for i in release.indicators
        ],
        "distribution": [
            {
                "@type": "DataDownload",
                "name": form.name,
                "encodingFormat": form.mimetype,
                "contentUrl": f"{site}/download/two-percent.{extension}",
            }
            for extension, form in FORMATS.items()
        ],
    }
    # Nothing in it may end the element that it stands in.
    return msgspec.json.encode(document).decode().replace("<", "\\u003c")
