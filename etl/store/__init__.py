"""Where releases live: many readers, one publisher at a time, and nothing that is ever seen half done.

```
current                        the id of the release that is served
releases/ID/                   its files, SHA256SUMS among them
published/ID                   when it was last made the current one: a release without is a leftover
made-from/FINGERPRINT          which release those inputs were made into
raw/SHA256  raw/SHA256.json    what was fetched, for ever, and where it came from
runs/TIME.json                 what each refresh did
last-check.json                the last of them that reached NATO's page
lease/NUMBER                   who publishes (object stores; a folder has the kernel's lock on .lock)
```
"""

from etl.store.backend import StoreError
from etl.store.store import Published, Store

__all__ = ["Published", "Store", "StoreError"]
