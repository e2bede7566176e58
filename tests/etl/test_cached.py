"""What is computed once for an object, asked for by several threads."""

from __future__ import annotations

import threading

from etl.model import Release
from etl.model.cached import cached_property


class Shown:
    """Something of a release whose computing is in two threads at once."""

    def __init__(self, release: Release) -> None:
        self._release = release
        self.within, self.derived = threading.Event(), threading.Event()

    @cached_property
    def figures(self) -> list[int]:
        """Of the release, which another thread derives something of."""
        self.within.set()
        assert self.derived.wait(60)
        return self._release.derived(_sizes)


def _sizes(release: Release) -> list[int]:
    return [len(release.observations)]


def test_no_thread_waits_for_ever_for_a_property_that_another_computes(release: Release) -> None:
    """One is within the property and asks for what is derived, one within that and asks for the property."""
    shown, seen = Shown(release), list[object]()

    def derive(_: Release) -> None:
        shown.derived.set()
        assert shown.within.wait(60)
        seen.append(shown.figures)

    threads = [
        threading.Thread(target=lambda: seen.append(shown.figures), daemon=True),
        threading.Thread(target=lambda: release.derived(derive), daemon=True),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads)
    assert seen == [[len(release.observations)]] * 2


def test_threads_that_compute_it_at_once_get_the_same_one() -> None:
    both = threading.Barrier(2)

    class Once:
        @cached_property
        def made(self) -> object:
            """Another one each time."""
            both.wait(60)
            return object()

    once, seen = Once(), list[object]()
    threads = [threading.Thread(target=lambda: seen.append(once.made)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen[0] is seen[1] is once.made
    assert Once.made.__doc__ == "Another one each time."
