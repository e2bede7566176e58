"""Where figures come from: a folder for each source, found by being there.

    sources()["world-bank"].name     # 'World Bank'

To add a source, add a folder with a `SOURCE` in its `__init__.py`: see `etl.sources.source.Source`.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Mapping
from importlib import import_module

from etl.sources.source import Source


def sources() -> Mapping[str, Source]:
    """Every source by its id, in the order of the ids. Raises ValueError where two have one id."""
    found: dict[str, Source] = {}
    for module in pkgutil.iter_modules(__path__):
        if not module.ispkg:
            continue
        source: Source = import_module(f"{__name__}.{module.name}").SOURCE
        if source.id in found:
            raise ValueError(f"two sources are called {source.id}")
        found[source.id] = source
    return dict(sorted(found.items()))
