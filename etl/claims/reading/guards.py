"""What must not be read: other sources and budgets, demands, conditions, denials, promises without a year."""

from __future__ import annotations

from etl.claims.reading.denials import is_denied
from etl.claims.reading.inside import is_inside
from etl.claims.reading.items import FILLERS
from etl.claims.reading.plain import PLAIN
from etl.claims.reading.tokens import set_of
from etl.claims.reading.work import Work, is_break

DEMAND = "This is a demand or a proposal, not a statement of what is spent."
CONDITION = "This is a condition or a possibility, not a statement of what is spent."
DENIED = "The text says that this is not so; whether it is can be asked without the denial."
PROMISE = "This is a promise or an agreement without a year in which it can be checked for one ally."
EXPECTED = "This was expected once; the text does not say that it is so."
SPAN = "This is about several years taken together; single years can be asked for."
OF_THE_STATE = "This is what a state spends on everything; the tables have what is spent on defence."
ONE_FORCE = "The tables have all forces of an ally, not one of them."
HISTORY = "This compares with all years since a time that the tables may not reach."


_TOPIC = frozenset(
    {
        "spend", "target", "aggregate", "member", "group", "lead", "lag", "ordinal", "next", "equipment",
        "troops", "forces", "meet", "miss", "rest", "personnel", "history",
    }
)  # fmt: skip
_SAYS = frozenset({"spend", "meet", "miss", "is", "are", "was", "were", "has", "have", "not", "amount"})
_ASKING = set_of("want wants wanted wanting tell tells told ask asks asked push pushes pushed like likes")
_SAYS_MORE = frozenset({"which", "who", "the", "nato"})
HELPED = frozenset({"ukraine", "kyiv", "kiev", "eu"})
_IMAGINED = set_of("imagine imagining suppose supposing assume assuming once whether")
_CONDITIONS = frozenset({"if", "unless", "provided that", "assuming", "supposing"})
_OWNED = frozenset(
    {"spend", "gdp", "relative", "troops", "forces", "equipment", "personnel", "infrastructure", "member"}
)
_ADJECTIVES = set_of("required proposed demanded requested suggested recommended")
_DEFENCE = frozenset(
    {"spend", "equipment", "personnel", "infrastructure", "troops", "forces", "aggregate", "target"}
)
_ON_WHAT = set_of(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may june july
    august september october november december paper course track top time example instance now years
    decades months present comparison security protection weapons arms soldiers nato war peace its his
    her one each every new major modern high par nose dot sixth fifth fourth third second people staff both"""
)
_WOULD = set_of("would must needs need")
_ASIDE = set_of("which who whose where")
_COSTS = set_of("save cost costs need")
_DOES = frozenset({"meet", "miss", "spend", "bound"})
SERVICES = set_of("army navy airforce")
"""The forces of an ally that the tables do not have apart."""
_PUBLIC = set_of("public government state federal national social")
_OUTLAYS = set_of("spending expenditure expenditures outlays")
_ON_DEFENCE = set_of("defence defense military armed forces army")
_SAYINGS = set_of("warned suggested threatened threatens insisted insist insists")


def outside(work: Work) -> str:
    """Why nothing of the sentence can be answered by the tables; "" where it may be."""
    if why := _says_something_else(work):
        return why
    if _on_something_else(work):
        return "What this is spent on is not in NATO's tables: they have what is spent on defence."
    if _strange(work):
        return "Nothing here says that it is about what is spent on defence."
    if is_denied(work):
        return DENIED
    if work.sentence.has("notsince"):
        return HISTORY
    if _is_unreal(work):
        return CONDITION
    if _is_of_the_state(work):
        return OF_THE_STATE
    if _is_of_people(work):
        return "This is a part of the people of a country, not of what is spent."
    return ""


def _says_something_else(work: Work) -> str:
    """Why a word puts the sentence outside the tables, where it is not only in an aside; "" for none."""
    for i in work.sentence.where("outside"):
        if i in work.blocked or _block_aside(work, i):
            continue
        if not is_inside(work, i):
            return work.items[i].value
    return ""


def _block_aside(work: Work, i: int) -> bool:
    """Marks an aside about something else: "Italy, whose debt is 135% of GDP, spends 1.49%"; whether it is
    one."""
    opens = max(work.sentence.where(",", 0, i), default=-1)
    closes = next(iter(work.sentence.where(",", i)), -1)
    if opens > 0 and (work.word(opens + 1), work.word(opens + 2)) == ("so", "that"):
        work.block(range(opens + 1, len(work.items)), work.items[i].value)
        return True  # "six met it in 2021, so that the leap surprised even headquarters"
    if (
        opens < 1
        or closes < 0
        or work.word(opens + 1) not in _ASIDE
        or "ally" not in work.items[opens - 1].tags
    ):
        return False
    work.block(range(opens + 1, closes), work.items[i].value)
    return True


def _is_unreal(work: Work) -> bool:
    """ "Had Germany spent 2%, ...", "Imagine that all spent 3%": what is only imagined."""
    items = work.items
    if items[0].word in _IMAGINED and work.word(1) not in ("more", "again"):
        return True
    named = any(it.tags & {"ally", "member", "aggregate"} for it in items[1:4])
    named = named or (items[0].word == "should" and work.sentence.has("future"))  # "Should war come, ..."
    return items[0].word in ("were", "had", "should") and named and items[-1].word != "?"


def _is_of_the_state(work: Work) -> bool:
    """ "Public spending is 57% of GDP": of everything, where nothing says that it is on defence."""
    items = work.items
    spent = work.sentence.where("spend", 1)
    said = any(items[k].word in _OUTLAYS and items[k - 1].word in _PUBLIC for k in spent)
    return said and not any(it.word in _ON_DEFENCE or "equipment" in it.tags for it in items)


def _is_of_people(work: Work) -> bool:
    """ "Two thirds of Spaniards", "most Germans": a part of a people, and not of its spending."""
    items = work.items
    for i in range(1, len(items) - 1):
        if "demonym" not in items[i].tags or items[i + 1].tags & _OWNED or items[i + 1].word in ("'s", "'"):
            continue
        if work.sentence.has("gdp", 0, i):
            continue  # "0.98 percent of Slovak GDP and 1.04 percent of Czech"
        of = items[i - 1].word == "of" or (items[i - 1].word == "all" and items[max(0, i - 2)].word == "of")
        part = items[i - 2] if of and i > 1 else items[i - 1]
        if "quantifier" in part.tags or (of and part.amount and part.amount.kind in ("fraction", "percent")):
            return True
    return False


def _on_something_else(work: Work) -> bool:
    """Whether the text says what is spent on, and it is not defence: "4% of its GDP on social security"."""
    items = work.items
    for i in range(1, len(items) - 1):
        helped = any(it.value in HELPED for it in items[i + 1 : i + 3])
        if items[i].word == "to" and helped and items[i - 1].tags & {"relative", "gdp"}:
            return True  # "1.8% of its GDP to Ukraine"
        if items[i].word not in ("on", "for") or not items[i - 1].tags & {
            "percent",
            "gdp",
            "relative",
            "spend",
        }:
            continue
        k = next((k for k in range(i + 1, len(items)) if "filler" not in items[k].tags), i)
        named = items[k : k + 3]
        plain = items[k].word in _ON_WHAT or not items[k].word.isalpha() or items[k].word in FILLERS
        if items[k].tags == {"word"} and not plain and not any(it.tags & _DEFENCE for it in named):
            return True
    return False


def _strange(work: Work) -> bool:
    """Whether a single figure is said with a noun of another subject: "Poland's tourism grew 10%"."""
    if any(it.tags & _TOPIC for it in work.items) or sum("ally" in it.tags for it in work.items) > 1:
        return False
    if work.word(0) == "growth" and not work.sentence.has("spend"):
        return work.sentence.has("percent")  # "Growth is 3% in Poland"
    unknown = [it.word for it in work.items if it.tags == {"word"} and not it.word.endswith("ly")]
    return work.sentence.has("amount") and any(word not in PLAIN for word in unknown)


def block(work: Work) -> None:
    """Marks the items that stand under a demand, a condition or an unchecked promise."""
    for i, item in enumerate(work.items):
        if i in work.blocked:
            continue
        tags = item.tags
        if _asks_another(work, i) or ("demand" in tags and not _only_looks(work, i)):
            lo, _ = work.clause(i)
            what = any(it.word == "what" for it in work.items[max(0, i - 4) : i])
            whole = what and work.sentence.has("percent", lo, i)  # "0.25% is what each ally should give"
            work.block(range(lo if whole else i, _end(work, i, commas=False)), DEMAND)
        elif "future" in tags and i and work.items[i - 1].word == "had":
            end = _end(work, i, commas=True)  # "which NATO had expected to get to 2%"
            work.block(range(i, end), EXPECTED)
        elif why := _why_open(work, i):
            work.block(range(i, _end(work, i, commas=True)), why)
        elif "if" in tags and "year" not in tags:
            lo, _ = work.clause(i)
            whole = item.word in _CONDITIONS and work.items[i - 1].word not in ("even", "as", "what", ",")
            whole = whole or any(it.word == "would" for it in work.items[lo:i])
            work.block(range(lo if whole else i, _end(work, i, commas=i > lo + 1)), CONDITION)
        elif "promise" in tags and not _is_of_the_line(work, i) and not _checkable(work, i):
            work.block(range(i, _end_of_a_promise(work, i)), PROMISE)
        else:
            _block_sets(work, i)
    _block_purpose(work)


def _why_open(work: Work, i: int) -> str:
    """Why what an item begins is not stated: "whether", "may exceed", "would save", "promised to move towards
    2%", "had planned"; "" where it begins no such thing."""
    item = work.items[i]
    possible = item.word in ("may", "might") and i + 1 < len(work.items) and work.items[i + 1].tags & _DOES
    if item.word == "whether" or possible or (item.word == "would" and work.word(i + 1) in _COSTS):
        return CONDITION
    if "promise" in item.tags and any(
        it.word.endswith(("towards", "toward")) for it in work.items[i : i + 6]
    ):
        return PROMISE
    return EXPECTED if item.word.startswith("planned") and work.word(i - 1) == "had" else ""


def _block_purpose(work: Work) -> None:
    """ "To reach 5%, Italy would have to triple its spending": what would have to be done."""
    first = 1 if work.word(0) == "in" and work.word(1) == "order" else 0
    opens = work.word(first) == "to" or (first == 1 and work.word(2) == "to")
    if opens and any(it.word in _WOULD or "demand" in it.tags for it in work.items):
        work.block(range(_end(work, first, commas=False)), CONDITION)


def _asks_another(work: Work, i: int) -> bool:
    """ "Trump wants Germany to spend 5%": what one would have another do."""
    if work.items[i].word not in _ASKING:
        return False
    after = work.items[i + 1 : i + 6]
    dated = work.sentence.has("year", *work.clause(i))
    wants = work.items[i].word.startswith("want")
    if wants and after and "percent" in after[0].tags and not dated:
        return True  # "officials from Poland and Estonia want 5%"
    if wants and any(it.word.endswith("times") or "twice" in it.tags for it in after[:2]):
        return True  # "Vilnius wants six times as much as in 2014"
    to = next((k for k, it in enumerate(after) if it.word == "to"), 0)
    return any(it.tags & {"ally", "member", "aggregate", "group"} for it in after[:to])


def _block_sets(work: Work, i: int) -> None:
    """Marks what is about several years, a median, one of the forces, or all allies but some."""
    item = work.items[i]
    tags = item.tags
    lo, hi = work.clause(i)
    if "span" in tags and not work.sentence.has("history", i - 4, i):
        work.block(of_a_span(work, i), SPAN)
    elif "contrast" in tags or item.word == "not":
        named = _contrasted(work, i) if "contrast" in tags else _said_aside(work, i)
        work.block(named, "This is named as a contrast; what is said is not said of it.")
    elif "median" in tags:
        work.block(range(lo, hi), "NATO's tables have no median; it is not judged.")
    elif ("except" in tags and _leaves_out_several(work, i)) or "allbut" in tags:
        work.block((*_left_out(work, i), *_wholes(work, i)), "All allies but these are spoken of.")
    elif "except" in tags and work.items[max(0, i - 1)].word == "(":
        end = next((k for k in range(i, len(work.items)) if work.items[k].word == ")"), i)
        if work.sentence.has("ally", i, end):  # "the allies (without the US)"
            why = "This leaves out a member in brackets; the set that remains is not in the tables."
            work.block(range(lo, hi), why)
    elif item.word in SERVICES and _is_one_service(work, i):
        work.block(range(i, _end(work, i, commas=True)), ONE_FORCE)


def of_a_span(work: Work, i: int) -> list[int]:
    """The items that are said of several years with the one at `i`: its clause, or all but the ally up to a
    comma before a figure with its own year ("1.58% over the decade, with a peak of 1.86% in 2020")."""
    lo, hi = work.clause(i)
    has = work.sentence.has
    ends = (k for k in work.sentence.where(",", i + 1, hi) if has("amount", lo, k))
    end = next((k for k in ends if has("claim", k, hi) and has("amount", k, hi)), hi)
    return [k for k in range(lo, end) if end == hi or "ally" not in work.items[k].tags]


def _said_aside(work: Work, i: int) -> list[int]:
    """The ally of "Greece, not the United States, tops the list"."""
    k = work.next_item(i)
    if k < 0 or "ally" not in work.items[k].tags or k + 1 >= len(work.items):
        return []
    return [k] if work.items[i - 1].word == "," and work.items[k + 1].word in (",", ".", "?") else []


def _contrasted(work: Work, i: int) -> list[int]:
    """The allies that "unlike" is said of: up to a comma, or all where it is not clear where they end."""
    comma = next(iter(work.sentence.where(",", i)), len(work.items))
    own = [*work.sentence.where("ally", i + 1, min(comma, i + 8))]
    if own and work.word(comma + 1) in _SAYS_MORE:
        own += range(
            comma, next(iter(work.sentence.where(",", comma + 1)), comma)
        )  # "unlike Britain, which ...", "unlike Poland, the top spender, ..."
    verb = next((k for k in range(comma, len(work.items)) if work.items[k].tags & _SAYS), comma)
    beyond = work.sentence.where("ally", comma, verb)
    return [*own, *(beyond if len(beyond) > 1 else ())]


def _leaves_out_several(work: Work, i: int) -> bool:
    """ "Every ally save Canada and Belgium": those left out are not who is spoken of."""
    whole = work.sentence.has("quantifier", max(0, i - 4), i) and "member" in work.items[i - 1].tags
    before = i < 3 and bool(_wholes(work, i))  # "With the exception of Canada and Belgium all allies ..."
    return (whole or before) and len(work.sentence.where("ally", i + 1, i + 6)) > 1


def _left_out(work: Work, i: int) -> list[int]:
    """The allies named after "all but", as long as only commas and "and" stand between them; near ones
    always."""
    named = list(work.sentence.where("ally", i + 1, i + 9))
    for k in work.sentence.where("ally", i + 9):
        if not named or not {it.word for it in work.items[named[-1] + 1 : k]} <= {",", "and", "the"}:
            break
        named.append(k)
    return named


def _wholes(work: Work, i: int) -> list[int]:
    """The "all" and "every" after an exception at the head of a sentence."""
    said = work.sentence.where("quantifier", i, i + 12) if i < 3 else ()
    return [k for k in said if work.items[k].value in ("all", "every", "each")]


def _is_one_service(work: Work, i: int) -> bool:
    """Whether the army alone is meant: beside the armed forces, or "by itself"."""
    after = [it.word for it in work.items[i + 1 : i + 4]]
    alone = after[:1] == ["alone"] or after[:2] == ["by", "itself"]
    return alone or work.items[i].word != "army" or any(it.word == "armed forces" for it in work.items)


def _only_looks(work: Work, i: int) -> bool:
    """A word that only looks like a demand: "the required 2%", "have yet to", "warned that"."""
    item = work.items[i]
    before = work.word(i - 1)
    after = work.word(i + 1)
    if item.word in _ADJECTIVES:
        k = work.next_item(i)
        return k >= 0 and (before in ("as", "the") or bool(work.items[k].tags & {"target", "percent"}))
    if item.word in ("have to", "has to"):
        return before in ("still", "yet")
    if item.tags & {"meet", "miss"}:  # "2.02 percent, which is enough for the alliance's guideline"
        return work.sentence.has("target", i + 1, i + 6)
    if item.word in _SAYINGS and [it.word for it in work.items[-3:-1]] == ["will", "do"]:
        return False  # "insists that 2.1% will do"
    if item.word in _SAYINGS:
        return after in ("that", ",") or not work.sentence.has("demand", i + 1)
    return False


def _is_of_the_line(work: Work, i: int) -> bool:
    """ "The agreed 2 percent", "the agreed target": a word for the line, and no promise."""
    after = work.items[i + 1 : i + 3]
    line = next((k for k, it in enumerate(after) if it.tags & {"percent", "target"}), -1)
    return i > 0 and line >= 0 and work.items[i - 1].word == "the" and "to" not in after[0].tags


def _checkable(work: Work, i: int) -> bool:
    """Whether a promise has a year and is one ally's, or that of a number of members."""
    lo, _ = work.clause(i)
    hi = _end(work, i, commas=False)
    if work.items[i].word in ("plans", "intention", "ambition") and not work.sentence.has("percent", i, hi):
        return True
    if any(it.word == "whose" for it in work.items[max(lo, i - 5) : i]):
        hi = _end(work, i, commas=True)  # "whose chancellor has promised 2 percent, will spend 1.4 this year"
    years = work.sentence.where("year", lo, hi)
    year = any(work.items[k].tags & {"claim", "deadline"} and not _is_past(work, i, k) for k in years)
    who = [it for it in work.items[lo:i] if it.tags & {"ally", "speaker", "member", "aggregate", "we"}]
    counted = any(work.sentence.has(tag, lo, i) for tag in ("quantifier", "plain", "fraction"))
    many = bool(who) and bool(who[-1].tags & {"member", "aggregate"})
    return year and (counted or not many)


def _is_past(work: Work, i: int, k: int) -> bool:
    """Whether a year at item `k` is past, or when what stands at `i` was promised: "having promised 2% in
    2014"."""
    year = work.items[k]
    made = work.word(i - 1) == "having" and year.number < work.day.year and work.word(k - 1) == "in"
    return (year.value == "relative" and year.number < 0) or (year.value == "said" and k > i and made)


def _end_of_a_promise(work: Work, i: int) -> int:
    """Where a promise ends: "the 2% that the allies agreed on in Wales is reached by" at the verb."""
    end = _end(work, i, commas=True)
    lo, _ = work.clause(i)
    starts = [k for k in range(max(lo, i - 6), i) if work.items[k].word in ("that", "which")]
    if not starts or not any(
        it.tags & {"percent", "target"} for it in work.items[max(lo, starts[0] - 3) : starts[0]]
    ):
        return end
    return next(
        (k for k in range(i + 1, end) if work.items[k].word in ("is", "are", "was", "were", "has")), end
    )


def _end(work: Work, i: int, commas: bool) -> int:
    """Where a demand or a condition ends: at a break, at a comma before a new statement, or with `commas`
    at any."""
    for k in range(i + 1, len(work.items)):
        item = work.items[k]
        if (
            is_break(item)
            or (item.word == ":" and not work.items[k - 1].tags & {"demand"})
            or (item.word == "," and (commas or work.word(k + 1) in ("and", "only", "just", "so", "which")))
        ):
            return k
    return len(work.items)
