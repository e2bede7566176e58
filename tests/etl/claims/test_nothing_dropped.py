"""Nothing that could change what a sentence states is passed over: it is read, or said not to be."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from etl.claims.reading import CompareReading, RankReading, Understood, cues, verbs, words
from etl.claims.reading.plain import PLAIN
from etl.claims.reading.tokens import set_of
from tests.etl.claims.notation import SENTENCES, line, reader

DAY = date(2024, 7, 20)
STATEMENTS = [
    "{} spent {}% of GDP on defence in 2024",
    "Defence took {1}% of GDP in {0} in 2024",
    "{} spends {}% of its GDP on defence",
    "With {1}% of GDP in 2024, {0} is a NATO member",
]
ADDED = {
    "the most in NATO": "most",
    "the second-highest share in Europe": "second",
    "the third-lowest of all allies": "third",
    "the least in the alliance": "least",
    "twice as much as in {other}": "twice",
    "double the share of {other}": "double",
    "three times what {other} spends": "three",
    "more than {other} and Canada combined": "combined",
    "ahead of {other}": "ahead",
    "less than {other}": "less",
    "more than any other ally": "more",
    "a record": "record",
    "for the first time": "first time",
    "up from 1.11% in 2019": "1.11%",
    "half of it on equipment": "half",
    "and 31% of it on equipment": "31%",
    "with 12,345 soldiers": "12,345",
    "as {other} does": "{other}",
    "and met the target every year since 2015": "every year",
    "as it has since joining": "since",
    "or $321 per head": "$321",
    "a third more than in 2012": "2012",
}
"""What may be said besides, and the word of it that must not be lost."""
NAMES = ["Italy", "Portugal", "Norway", "Slovenia"]
OTHERS = ["Greece", "Latvia", "the Netherlands"]


def accounted(understood: Understood, plain: Understood, at: int) -> bool:
    """Whether the word at a place is said not to be understood, or gives a reading more, or leaves none."""
    if any(m.span.start <= at < m.span.end for m in understood.not_understood):
        return True
    more = {line(s.reading) for s in understood.statements} - {line(s.reading) for s in plain.statements}
    return not understood.statements or bool(more)


@given(
    st.sampled_from(STATEMENTS),
    st.sampled_from(sorted(ADDED)),
    st.sampled_from(NAMES),
    st.sampled_from(OTHERS),
    st.integers(41, 399).filter(lambda n: n % 50),
)
def test_what_is_said_besides_is_read_or_said_not_to_be(
    statement: str, added: str, name: str, other: str, hundredths: int
) -> None:
    bare = statement.format(name, f"{hundredths / 100:g}")
    text = f"{bare}, {added.format(other=other)}."
    plain = reader().read(f"{bare}.", DAY)
    assert plain.statements
    cue = ADDED[added].format(other=other)
    assert accounted(reader().read(text, DAY), plain, text.index(cue)), text


def sentences_without_orders() -> list[tuple[str, date]]:
    """Those of the file that are read, and that say no place, and no "more" of their own."""
    found, day = [], DAY
    for row in (SENTENCES / "read.txt").read_text("utf-8").splitlines():
        if row.startswith("@ "):
            day = date.fromisoformat(row[2:])
        elif row.endswith(".") and not row.startswith(" ") and not any(w in row for w in OWN_ORDER):
            found.append((row[:-1], day))
    return found


OWN_ORDER = set_of(
    "est most least third more ahead top first last lead front rank ehind outspends exceed Iceland even"
)


def test_what_is_added_to_any_sentence_is_read_or_said_not_to_be() -> None:
    lost = []
    for n, (bare, day) in enumerate(sentences_without_orders()):
        added = sorted(ADDED)[n % len(ADDED)]
        plain = reader().read(f"{bare}.", day)
        if any(isinstance(s.reading, RankReading | CompareReading) for s in plain.statements):
            continue  # it says an order already, of which what is added may be no more
        text = f"{bare}, {added.format(other='Iceland')}."
        at = text.index(ADDED[added].format(other="Iceland"), len(bare))
        if plain.statements and not accounted(reader().read(text, day), plain, at):
            lost.append(text)
    assert not lost, "\n".join(lost)


LINES = [
    "{n} allies – Italy, Latvia and Spain – {verb} {line}.",
    "{n} allies (Italy, Latvia and Spain) {verb} {line}.",
    "{n} allies, Italy, Latvia and Spain, {verb} {line}.",
    "{n} allies {verb} {line}: Italy, Latvia and Spain.",
    "Italy, Latvia and Spain, three allies in all, {verb} {line}.",
    "The number of allies that {verb} {line} is {n}.",
    "It is {n} allies who today {verb} {line}.",
    "{n} allies are Italy, Latvia and Spain; they {verb} {line}.",
]
MULTIPLES = ["half the target", "twice the target", "a third of the target", "half the {}% target"]


@given(
    st.sampled_from(LINES),
    st.sampled_from(["exceed", "meet", "already exceed", "reach", "have passed", "fall short of", "miss"]),
    st.sampled_from(["the new {}% target", "{}%", "the {} percent line", "{}% of GDP", *MULTIPLES]),
    st.sampled_from(["1.3", "2.5", "3.5", "5", "4.1"]),
)
def test_no_target_is_assumed_where_a_number_is_said(frame: str, verb: str, line_: str, number: str) -> None:
    """A count or list at another line than the one that is said would be judged for what nobody states."""
    text = frame.format(n="Three", verb=verb, line=line_.format(number))
    for statement in reader().read(text, DAY).statements:
        assert all(a.about != "target" for a in statement.assumptions), (text, line(statement.reading))
        target = getattr(statement.reading, "target", getattr(statement.reading, "value", None))
        assert target == float(number), (text, line(statement.reading))


def test_every_cue_may_begin_a_text_end_it_or_be_all_of_it() -> None:
    cells = [*cues.CUES.values(), *words.BOUNDS.values(), *words.OUTSIDE.values(), *words.MEMBERS.values()]
    known = {p for cell in cells for p in words.phrases(cell)} | {form for form, _ in verbs.entries()}
    said = {phrase for phrase in known if any(letter.isalnum() for letter in phrase)}  # not ">" alone
    for phrase in sorted(said | PLAIN | {"once", "whether", "imagine", "in Berlin"}):
        for text in (phrase, f"{phrase} Germany", f"Germany {phrase}", f"2% {phrase}", f"nine {phrase}"):
            found = reader().read(text, date(2026, 11, 26))
            assert found.statements or found.not_understood, text
