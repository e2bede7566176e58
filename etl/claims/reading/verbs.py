"""Verbs by what they do in a sentence, once each; their forms follow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from etl.claims.reading.words import phrases

VERBS: Mapping[str, str] = {
    "meet": """
        attain, achieve, fulfil, satisfy, honour, honor, observe, respect, match, hit, reach, meet, clear,
        cross, comply with, abide by, adhere to, live up to, stick to, keep to, deliver on, make good on,
        surmount, vault
    """,
    "miss": """
        miss, fall short, fall short of, lag behind, flunk, undershoot, trail behind, come up short, come up
        short of, fall shy of, fall well short, fall well short of, fall far short, fall far short of, fall a
        long way short of, fall just short, fall just short of, struggle to reach, struggle to meet
    """,
    "spend": """
        spend, devote, allocate, invest, earmark, dedicate, pay, contribute, channel, plough, plow, funnel,
        pump, assign, expend, set aside, shell out, lay out, part with, fork out, disburse, commit, direct,
        allot, swallow, consume, absorb, foot
    """,
    "up": """
        rise, increase, grow, raise, climb, jump, surge, soar, lift, boost, expand, leap, hike, swell, rocket,
        balloon, mushroom, shoot up, edge up, creep up, tick up, inch up, go up, step up, ramp up, move up
    """,
    "down": """
        fall, drop, decline, decrease, cut, shrink, reduce, slash, slump, slide, slip, dip, dwindle, lower,
        contract, plunge, tumble, sink, ease, go down, edge down, tick down, come down, trim, pare
    """,
    "double": "double",
    "triple": "triple, treble",
    "quadruple": "quadruple",
    "halve": "halve",
}
_IRREGULAR: Mapping[str, str] = {
    "hit": "hits hit hitting",
    "meet": "meets met meeting",
    "live": "lives lived living",
    "stick": "sticks stuck sticking",
    "keep": "keeps kept keeping",
    "make": "makes made making",
    "fall": "falls fell fallen falling",
    "come": "comes came coming",
    "undershoot": "undershoots undershot undershooting",
    "spend": "spends spent spending",
    "pay": "pays paid paying",
    "set": "sets set setting",
    "lay": "lays laid laying",
    "rise": "rises rose risen rising",
    "grow": "grows grew grown growing",
    "shoot": "shoots shot shooting",
    "creep": "creeps crept creeping",
    "go": "goes went gone going",
    "swell": "swells swelled swollen swelling",
    "leap": "leaps leapt leaped leaping",
    "cut": "cuts cut cutting",
    "shrink": "shrinks shrank shrunk shrinking",
    "slide": "slides slid sliding",
    "sink": "sinks sank sunk sinking",
    "fulfil": "fulfils fulfill fulfills fulfilled fulfilling",
    "channel": "channels channelled channeled channelling channeling",
    "allot": "allots allotted allotting",
    "commit": "commits committed committing",
    "ship": "ships shipped shipping",
    "drop": "drops dropped dropping",
    "step": "steps stepped stepping",
    "ramp": "ramps ramped ramping",
    "slip": "slips slipped slipping",
    "dip": "dips dipped dipping",
    "trim": "trims trimmed trimming",
    "abide": "abides abode abided abiding",
}


def forms(phrase: str) -> Iterator[str]:
    """A verb with its forms: "honour", "honours", "honoured", "honouring"; what follows it stays."""
    verb, _, rest = phrase.partition(" ")
    for form in (verb, *(_IRREGULAR[verb].split() if verb in _IRREGULAR else _regular(verb))):
        yield f"{form} {rest}".rstrip()


def _regular(verb: str) -> tuple[str, str, str]:
    if verb.endswith("e"):
        return f"{verb}s", f"{verb}d", f"{verb[:-1]}ing"
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return f"{verb[:-1]}ies", f"{verb[:-1]}ied", f"{verb}ing"
    s = "es" if verb.endswith(("s", "x", "ch", "sh")) else "s"
    return f"{verb}{s}", f"{verb}ed", f"{verb}ing"


def entries() -> Iterator[tuple[str, str]]:
    """Every form with what it does."""
    for tag, cell in VERBS.items():
        for phrase in phrases(cell):
            yield from ((form, tag) for form in forms(phrase))
