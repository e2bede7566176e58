"""Whom "it", "its" and "that" at the head of a sentence stand for: the one the sentence before left to it."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from etl.claims.reading.before import Before
from etl.claims.reading.items import TAKEN_UP, Item, Sentence
from etl.claims.reading.tokens import set_of
from etl.claims.reading.unread_before import names_its_measure
from etl.claims.reading.values import Assumption, CompareReading, Reading, ValueReading
from etl.claims.reading.work import Work
from etl.model import EUROPE_AND_CANADA, SHARE_OF_GDP, TOTAL
from etl.model.indicators import DOLLARS, DOLLARS_CONSTANT

_IT = frozenset({"it", "its", "the country", "country", "they", "their"})
_THAT = frozenset({"that", "this"})
_STATES = set_of("is was makes made puts put places placed means will still represents") | {
    "makes it",
    "made it",
    "puts it",
}
"""Verbs that may follow "that" where it is what an ally spends."""
_DOES = set_of("does did spends spent . , ;")
_FIGURES = set_of("figure share spending expenditure budget rate ratio")
_PUTS = set_of("puts estimates reckons expects forecasts projects gives reports lists")
_CHANGES = set_of("increase rise fall drop cut decrease decline")
_PARTS = frozenset({"equipment", "personnel", "infrastructure", "troops", "forces", "head"})
_SPENT = frozenset({SHARE_OF_GDP, DOLLARS, DOLLARS_CONSTANT})
_RULERS = set_of(
    "government parliament minister president chancellor cabinet prime share budget leaders coalition"
)
_JOINS = set_of("and but yet ;")
_RELATIVE = set_of("that which with whose where in")
_MEANS = set_of("with without through under by from after")
_ENTITIES = frozenset({"ally", "member", "aggregate", "group", "foreign", "rest", "we"})
_BETWEEN = set_of("is was not only just also will be the")
_NEIGHBOURS = set_of("neighbours neighbors neighbour neighbor ally allies partners")
_ON = set_of("defence defense military")
_SPENDING = set_of("spending expenditure expenditures outlays equipment personnel budget")
_TAKES = set_of("is was will takes took has had stands stood amounts amounted came comes reached")
_MOVES = frozenset({"up", "down", "future", "meet", "spend"})
_NO_ALLY = "no ally was said here; the text spoke of it before"
_BESIDE = frozenset({"unlike", "like", "behind", "than", "after", "alongside", "beside", "'s", "following"})
"""Before an ally: it is not the one that the sentence is of, who comes after it."""
_SUBJECT_OF = frozenset({"is", "was", "will", "has", "had", "does", "did", "which", "lags", "leads"})


def with_whom_taken_up(sentence: Sentence, before: Before) -> Sentence:
    """The sentence with "it", "its" or "that" standing for the one that the text spoke of, where it is the
    first that the sentence is of."""
    items = sentence.items
    first = 2 if _is_of_a_source(items) else 0
    k = next(
        (i for i, it in enumerate(items) if i >= first and (it.tags & _ENTITIES or _is_pronoun(items, i))), -1
    )
    if own := _of_the_sentence(items):
        return _with_item(sentence, *own)
    if (parted := _with_the_change_of_one(sentence)) is not sentence:
        return parted
    share = not before.figure_unread and any(it.word == "share" for it in items)
    if not before.whom or not (before.readings or share or names_its_measure(sentence)):
        return sentence
    if k >= 0 and not _is_pronoun(items, k):
        than = next((i for i in range(k + 1, len(items)) if _is_compared_with(items, i)), -1)
        return _with_item(sentence, than, before.whom) if than > 0 else sentence
    if k < 0:
        return _with_its(sentence, before)
    that = items[k].word in _THAT
    if that and not any(isinstance(r, ValueReading) for r in before.readings):
        return sentence  # "Poland leads. That is what Trump wants"
    after = next((it for it in items[k + 1 :] if it.word not in _BETWEEN), items[-1])
    if "ally" in after.tags or _names_another(items, k):
        return sentence  # "It is only Poland that ..."
    made = that and not k and items[1].word.endswith(" it")
    return _with_item(sentence, k + made, before.whom)


def _is_of_a_source(items: Sequence[Item]) -> bool:
    """ "NATO puts its spending at 3.49 percent", after a sentence of an ally: whose tables say so."""
    puts = len(items) > 2 and items[1].word in _PUTS and items[2].word == "its"
    return puts and items[0].value == TOTAL


def _with_item(sentence: Sentence, k: int, whom: str) -> Sentence:
    new = list(sentence.items)
    new[k] = replace(new[k], tags=_tags_of(whom), value=whom)
    return Sentence(tuple(new), sentence.start, sentence.end, sentence.text)


def _of_the_sentence(items: Sequence[Item]) -> tuple[int, str] | None:
    """ "Britain has the largest budget in Europe, and it is one of five allies": the item of "it", and the
    one ally that the sentence named before it; None where it named none, or others."""
    k = next((k for k in range(3, len(items) - 1) if _begins_a_clause(items, k)), 0)
    named = {it.value for it in items[:k] if "ally" in it.tags}
    others = any(it.tags & {"foreign", "group", "rest"} for it in items[:k])
    return (k, named.pop()) if k and len(named) == 1 and not others else None


def _begins_a_clause(items: Sequence[Item], k: int) -> bool:
    joined = items[k - 1].word == ";" or (items[k - 1].word in _JOINS and items[k - 2].word in (",", *_JOINS))
    verb = items[k + 1].word in _STATES or items[k + 1].tags & {"spend", "future", "meet", "miss"}
    own = items[k].word == "its" and items[k + 1].word in _FIGURES
    return joined and (own or (items[k].word == "it" and bool(verb)))


def _is_compared_with(items: Sequence[Item], i: int) -> bool:
    """ "Only five allies spend more than it does"."""
    after = items[i + 1].word if i + 1 < len(items) else "."
    said = items[i - 1].word.endswith(("than", "as")) and after in _DOES
    return items[i].word == "it" and said


def _with_its(sentence: Sentence, before: Before) -> Sentence:
    """ "Defence spending will rise to 2.4 percent", "equipment takes 22 percent": as if "its" were said."""
    items = sentence.items
    comma = next(iter(sentence.where(",", 1, 4)), -1)
    first = comma + 1 if comma > 0 and sentence.has("year", 0, comma) else 0
    first += first < len(items) and items[first].word == "the"
    last = first + (first < len(items) and items[first].word in _ON)
    if last + 1 >= len(items) or items[last].word not in _SPENDING or not sentence.has("amount"):
        spent = bool(before.readings) and all(r.indicator in _SPENT for r in before.readings)
        return _with_its_change(sentence, before.whom, 0) if spent else sentence
    if not (items[last + 1].word in _TAKES or items[last + 1].tags & _MOVES):
        return sentence  # "Military experts say ..."
    return _with_inserted(sentence, first, before.whom)


def _with_the_change_of_one(sentence: Sentence) -> Sentence:
    """ "Albania spends 2.15 percent; the increase is 50 percent in real terms"."""
    named = [it for it in sentence.items if it.tags & _ENTITIES]
    k = next(iter(sentence.where(";")), 0)
    one = k and len({it.value for it in named}) == 1 and "ally" in named[0].tags
    one = one and sentence.has("spend", 0, k) and not any(it.tags & _PARTS for it in sentence.items[:k])
    return _with_its_change(sentence, named[0].value, k + 1) if one else sentence


def _with_its_change(sentence: Sentence, whom: str, start: int) -> Sentence:
    """ "The increase is 20 percent in real terms": that of the ally's spending."""
    items = sentence.items
    real = sentence.has("real", start)
    the = next((k for k in range(start, min(start + 5, len(items) - 3)) if items[k].word == "the"), -1)
    if the < 0 or not real or not sentence.has("percent", the) or sentence.has(",", start + 1, the - 1):
        return sentence
    k = the + 1 + (items[the + 1].word == "real")
    return _with_inserted(sentence, the + 1, whom) if items[k].word in _CHANGES else sentence


def _with_inserted(sentence: Sentence, k: int, whom: str) -> Sentence:
    items, start = sentence.items, sentence.items[k].start
    its = replace(items[k], word="its", start=start, end=start, tags=_tags_of(whom), value=whom)
    return Sentence((*items[:k], its, *items[k:]), sentence.start, sentence.end, sentence.text)


def _tags_of(whom: str) -> frozenset[str]:
    return frozenset({"aggregate" if whom == EUROPE_AND_CANADA else "ally", TAKEN_UP})


def _names_another(items: Sequence[Item], k: int) -> bool:
    """Whether "its" is in "its southern neighbours Latvia and Lithuania"."""
    return items[k].word == "its" and any(it.word in _NEIGHBOURS for it in items[k + 1 : k + 4])


def _is_pronoun(items: Sequence[Item], i: int) -> bool:
    """Whether an item may stand for whom the text spoke of: not "with it", which is a means."""
    if items[i].word == "country":  # "the country spends"; not "the country that spends most"
        return (
            i > 0 and items[i - 1].word == "the" and items[min(i + 1, len(items) - 1)].word not in _RELATIVE
        )
    if items[i].word in _IT:
        return items[i].word != "it" or i == 0 or items[i - 1].word not in _MEANS
    if items[i].word in ("that", "it", "this") and i and items[i - 1].word == "of":
        return True  # "a third of that goes on equipment"
    return not i and items[i].word in _THAT and len(items) > 1 and items[1].word in _STATES


def note_whom(work: Work) -> None:
    """Adds to what is read of a pronoun whom it was taken to be; what is said of "that" is of the year of the
    figure that it takes up."""
    pronouns = work.sentence.where(TAKEN_UP)
    work.used.update(pronouns)
    figures = [r for r in work.before.readings if isinstance(r, ValueReading)]
    of_that = figures and work.word(0) in _THAT and not work.sentence.has("year")
    for k in pronouns:
        whom = work.items[k].value
        for draft in work.drafts:
            several = len(pronouns) > 1 and draft.reading.subjects != (whom,)
            noted = any(a.about == "subjects" for a in draft.assumptions)
            if whom in draft.reading.subjects and not noted and not several:
                draft.assumptions += (Assumption("subjects", whom, _NO_ALLY),)
                draft.year = draft.year or (figures[-1].year if of_that else 0)


def whom_of(sentence: Sentence, found: Sequence[Reading], carried: str) -> str:
    """The one ally, or Europe and Canada, that a sentence leaves to "it": the only one it names, or its
    subject where all `found` in it is of that one; "" where it is not clear. `carried` is the one that was
    left to the sentence itself."""
    named = {it.value for it in sentence.items if "ally" in it.tags or it.value == EUROPE_AND_CANADA}
    first = next((it for it in sentence.items if it.word in _IT or it.value in named), None)
    if carried and first and first.word in _IT:  # "its share is 1.28%, and Slovenia's 1.29"
        return carried if named <= {carried} else ""
    if len(named) == 1 and (found or _is_of_nobody_else(sentence)):
        return named.pop()
    subject = _subject_of_all(found)
    return subject if subject and _leads(sentence, subject) else ""


def _is_of_nobody_else(sentence: Sentence) -> bool:
    """Whether a sentence of which nothing was read is of the one ally it names: who begins it, or owns what
    does; not "Ukraine gets tanks from Poland"."""
    k = next(iter(sentence.where("ally")), 0)
    owned = sentence.items[k + 1 : k + 9]
    owner = "demonym" in sentence.items[k].tags or any(it.word == "'s" for it in owned[:1])
    spends = any(it.tags & {"spend", "target", "gdp"} or it.word in _RULERS for it in owned)
    whose = not owner or spends
    strangers = any("foreign" in it.tags or (it.value and it.tags == {"word"}) for it in sentence.items)
    return whose and not strangers and all("filler" in it.tags for it in sentence.items[:k])


def _subject_of_all(found: Sequence[Reading]) -> str:
    """The one ally that all readings are of, or compare with others; "" where they are of several."""
    subjects = {r.subjects[0] if isinstance(r, CompareReading) or len(r.subjects) == 1 else "" for r in found}
    return subjects.pop() if len(subjects) == 1 else ""


def _leads(sentence: Sentence, subject: str) -> bool:
    """Whether an ally is the first that a sentence is of, and no other has a verb of its own."""
    items = sentence.items
    last = len(items) - 1
    allies = sentence.where("ally")
    own = next((k for k in allies if items[k].value == subject), -1)
    earlier = [k for k in allies if k < own]
    aside = all(items[k - 1].word in _BESIDE or items[k + 1].word == "'s" for k in earlier)
    after = [items[min(k + 1, last)] for k in allies if items[k].value != subject]
    others = any(it.word in _SUBJECT_OF or "spend" in it.tags for it in after)
    return own >= 0 and aside and items[min(own + 1, last)].word != "'s" and not others
