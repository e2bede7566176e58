"""Bounds, names of sets and sums, strangers, and what is outside the tables; phrases parted by commas."""

from __future__ import annotations

from collections.abc import Iterator

from etl.claims.reading.values import Comparison

NONE = frozenset({"no", "none", "not one", "not a single"})
"""Words for how many that say that there is none."""
BOUNDS: dict[tuple[Comparison, str], str] = {
    (
        ">=",
        "",
    ): """
        or exceed, or exceeds, or exceeded, or exceeding, or surpass, or surpasses, or surpassed, or pass, or
        passed, or beat, or top, or better, at least, no less than, not less than, no fewer than,
        not fewer than, ≥, a minimum of,
        minimum of, minimum, at or above, at or past, at or beyond, at or over,
        equal to or above, a full, fully, at a minimum, not under, not below, no lower than
    """,
    (
        ">",
        "",
    ): """
        >, more than, or more than, or over, over, above, upwards of, in excess of, exceeding, exceeds,
        exceed, exceeded,
        surpassing, surpasses, surpassed, surpass, top, tops, topped, topping, higher than, greater than,
        beyond, north of, comfortably above, well over, well above, past, passes, passed, pass, far above,
        clearly above, more even than, far more than, way over, better than
    """,
    (
        ">",
        "just over",
    ): """
        just over, just above, slightly over, slightly above, slightly more than, a little over, a
        little more than, a bit over, a little above, a shade over, barely above, a touch above,
        marginally above, a bit more than, a bit above, little more than
    """,
    (
        "<",
        "",
    ): """
        <, less than, fewer than, or less than, or fewer than, below, under, beneath, lower than,
        not even, south of, not as much
        as, stayed below, remain below, remained below, remained under, remains under, remain
        under, stayed under, stays under, stays below, kept below, short of
    """,
    (
        "<",
        "well below",
    ): """
        well below, far below, well under, far under, significantly below, way below, way under,
        far less than, well short of, fall well short of, falls well short of, fell well short of, falling
        well short of, fall far short of, falls far short of, fell far short of, falling far short of
    """,
    ("<", "far from"): "far from, far away from, a long way from, nowhere near",
    (
        "<",
        "just under",
    ): """
        just under, just below, slightly under, slightly below, slightly less than, a little under, a
        little less than, a little below, a shade under, a bit under, a bit less than, just short
        of, just shy of, a bit below, marginally below, fall just short of, falls just short of, fell just
        short of, falling just short of
    """,
    ("<=", ""): """
        at most, at best, a maximum of, maximum of, up to, not exceeding, as little as, no higher than,
        no further than, no greater than, no more than, not more than
    """,
    ("<=", "nearly"): "nearly, almost, close to, not quite, approaching, nearing, getting on for, close on",
    (
        "~",
        "about",
    ): """
        about, around, roughly, approximately, circa, in the region of, in the order of, near,
        some, an estimated about, more or less, or so, approx, approx., ca, somewhere around, ~
    """,
    ("==", ""): "exactly, precisely, as many as, as much as, a total of, fully",
}
"""Words before an amount: how it is compared, and the words that loosen it."""

AT_LEAST_VERBS = """
        meet or exceed, meets or exceeds, met or exceeded, meeting or exceeding, meet or surpass, meets or
        surpasses, met or surpassed, reach or exceed, reaches or exceeds, reached or exceeded, reaching or
        exceeding, reach or surpass, reaches or surpasses, reached or surpassed, equal or exceed, equals or
        exceeds, equalled or exceeded, match or exceed, matches or exceeds, matched or exceeded, hit or
        exceed, hits or exceeds, hit or exceeded, meet or beat, meets or beats, met or beat
    """
"""Verbs that meet a line and bound an amount from below at once."""

MEMBERS: dict[str, str] = {
    "members": """
        ally, allies, allied countries, allied nations, allied states, member, members, member
        states, member state, member countries, member country, member nations, nato ally, nato
        allies, nato member, nato members, nato member states, nato countries, nato country, nato
        states, nato state, nato nations, nato nation, nato member countries, nato governments,
        members of the alliance, members of nato, countries, country, states, nations, nation,
        governments, alliance members, alliance countries, alliance states, nato partners, nato
        capitals, member of nato, nato's allies, nato's members, nato's countries, member
        governments, capitals, of them, of these, of those, alliance partners, nato powers, nato
        members countries, members in the alliance, allies in nato, nato allied countries,
        countries of the alliance, countries in the alliance, countries of nato, countries in
        nato, states of the alliance, nations of the alliance, nato's member states, nato's member
        countries, of whom, of which
    """,
    "european members": """
        nato europe, european part of nato, european part of the alliance, nato's european part,
        europe's nato members, europe's nato allies, europe's nato countries, europe's allies,
        europe's members, europeans of the alliance, europeans of nato, europeans in the alliance,
        europeans in nato, nato's europeans, alliance's europeans,
        european allies, european members, european countries, european nations, european states,
        european member states, european nato members, european nato allies, european nato
        countries, european members of nato, european members of the alliance, nato members in
        europe, nato allies in europe, european nato states, european nato member states, nato's
        european members, nato's european allies, european capitals, european governments,
        allies in europe, members in europe, allies across europe, members across europe,
        european ally, european member, european country, european partners, europeans, nato's
        european countries
    """,
    "others": """
        others, other allies, other members, other countries, other nations, other states, other nato
        members, other nato allies, other nato countries, more allies, more countries, more
        members, further allies, other members of the alliance
    """,
}

AGGREGATE_NAMES: dict[str, str] = {
    "NATO_EUROPE_CANADA": """
        europe averages, europe averaged, europe on average, europeans average, europeans averaged,
        average of european allies and canada, average of the european allies and canada, average for
        european allies and canada, average of europe and canada, average for europe and canada,
        european nato and canada, canada and european nato, european nato plus canada,
        european nato & canada, european average, europe's average, average in europe,
        average of european allies, average of europe,
        average for europe, average among european allies, average european spending, nato europe and
        canada, nato europe & canada, nato europe canada, europe canada, europe and canada, europe + canada,
        europe & canada, european and
        canadian allies, non-us allies, non-us nato,
        non-us members, non-american allies, nato ex-us, europeans and canadians
    """,
    "NATO_TOTAL": """
        nato, the alliance, alliance, all of nato, nato as a whole, the whole alliance, the
        alliance as a whole, whole of nato, the entire alliance, all nato members together, nato
        alliance, the military alliance, the western alliance, the north atlantic alliance, the
        atlantic alliance, entire nato, the transatlantic alliance, transatlantic alliance, us-led
        alliance, the defence alliance, the defense alliance, the bloc, the club, all nato
        countries together, all allies together, all members together, all nato allies combined,
        all allies combined, all members combined, atlantic alliance, western alliance, military
        alliance
    """,
}

FOREIGN = """
        north america, north american, latin america, south america,
        russia, china, ukraine, israel, iran, north korea, south korea, japan, india, saudi arabia,
        switzerland, austria, ireland, australia, georgia, moldova, serbia, cyprus, malta,
        belarus, kosovo, bosnia, taiwan, pakistan, brazil, egypt, new zealand, moscow, beijing,
        kyiv, kiev, soviet union, ussr, algeria, mexico, singapore, syria, armenia, azerbaijan,
        morocco, qatar, eu, european union, russian, chinese, ukrainian, israeli, swiss, austrian,
        irish, australian, japanese, indian, lebanon, iraq, vietnam, colombia, argentina, south
        africa, nigeria, asia, africa, kremlin, seoul, tokyo, baku, minsk, belgrade, tehran,
        g20, arctic council
    """
"""Who is no member: what is said of them is not read as said of a member."""

OUTSIDE: dict[str, str] = {
    "This is by another source's count, which NATO's tables do not have.": """
        sipri, iiss, stockholm international peace research institute, military balance, european
        defence agency, eda, global firepower, cia, kiel institute, imf, world bank, oecd,
        eurostat, bruegel, ifo, ifo institute, own count, own figures, own estimate, own estimates, own
        calculation, own calculations, national definition, my estimate, my estimates, our estimate, our
        calculation, our calculations, institute for strategic studies
    """,
    "NATO's common budget is not in the tables of what allies spend at home.": """
        common budget, common budgets, common funding, common-funded, commonly funded, operating
        budget, civil budget, civil and military budget, civil and military budgets, military and civil
        budget, military and civil budgets, running costs, direct costs, direct contributions, nato
        headquarters, nato's own budget, operating costs, nato security investment programme,
        nsip, common costs, in common, nato's costs, nato costs, cost of nato, costs of nato,
        nato's bills, nato's bill, nato bills, budget of nato, dues, membership fee, membership
        fees, fees, nato budget, nato's budget, alliance's budget, military budget of nato, cost
        share, fund nato, funds nato, funding nato, bankroll nato, bankrolls nato, shared budget,
        nato staff, alliance's running costs, cost-share, for nato's, pays for nato, pay for nato,
        paid for nato, joint budget, joint budgets, shared budgets, civil and military budget, civil and
        military budgets, fund jointly, funds jointly, funded jointly, finance jointly, financed jointly,
        jointly fund, jointly funded, jointly financed, fund together, finance together
    """,
    "Debts between allies do not exist in the tables: each spends at home.": """
        debt, debts, owe, owes, owed, owing, arrears, delinquent, bill, unpaid, reimburse,
        reimbursement, in the red, invoice, back payments, past due, behind on its payments,
        behind on their payments, refund, repay
    """,
    "NATO's tables do not have this: they have spending, GDP and personnel of its members.": """
        salaries and pensions, pay and pensions, on pay and pensions, wages and pensions, personnel and
        pensions, pensions and salaries, pensions and pay, pensions and wages,
        pension, pensions, tank, tanks, jet, jets, fighter, fighters, f-16, f-16s, f-35, f-35s, missile,
        missiles, warhead, warheads, warship, warships, frigate, frigates, submarine, submarines,
        aircraft, helicopter, helicopters, ammunition, shell, shells, brigade, brigades,
        battalion, battalions, battlegroup, drone, drones, howitzers, artillery, nuclear, weapons
        deliveries, aid, foreign aid, development aid, support for ukraine, support to ukraine,
        help for ukraine, assistance, refugees, reservists, reserves, reserve forces, conscripts,
        veterans, poll, polls, survey of voters, voters, respondents, citizens, population,
        percent of germans, percent of americans, percent of people, unemployment, inflation rate,
        inflation in, inflation was, inflation hit, inflation stood, inflation reached, consumer
        prices, interest rates, interest rate, trade, remittances, tourism, agriculture, r & d,
        research spending, oil, gas, energy, wealth fund, oil fund, headquarters, shortfall,
        shortfalls, funding gap, spending gap, military help, help to ukraine, aid for ukraine,
        donor, donors, reconstruction, tariff, tariffs, exports, imports, arms exports, arms
        sales, shares in, stock, shareholders, trade deficit, health, healthcare, education,
        schools, climate, fossil, inflation target, growth target, target for growth, target for inflation,
        net payer, net payers, net contributor, net contributors, net contribution, net recipient, ecb,
        tax, taxes, loan, loans, bonds, special fund, cyber,
        interest payments, interest payment, interest on, on interest, debt service,
        intelligence budget, defence industry, defense industry, defence companies, defense
        companies, orders, contracts, rheinmetall, lockheed, turnover, revenue, revenues, deficit,
        support, surplus, bases, base in, stationed, deployed, exercise, exercises,
        recruits, staff, employees, civil servants, jobs, capability target, capability targets,
        casualties, immigration, police, border guards, welfare, social spending, gdp growth,
        gross national income, gni, in terms of national income, measured by national income,
        economic growth, growth rate, growth of the economy, per match, per game, goals per,
        pensioners, space, coast guard, dollar bill, stocks, goals scored, football, eurovision, olympic,
        elephants, pizza, beer, moon, purchasing power, ppp, defence shares, defense shares
    """,
    "This is about another alliance or organisation.": """
        csto, aukus, brics, warsaw pact, african union, asean, un budget, un peacekeeping, united
        nations, quad, osce, shanghai cooperation, gcc, arab league, five eyes, western european
        union, opec, pesco, esa, wto
    """,
    "This is said as fiction or in jest, not as a statement of what is spent.": """
        novel, film, movie, fairy tale, fiction, fictional, fictitious, universe, april fool, april fools,
        joked, jokes, joking, jokingly, satire, satirical, parody, dreamt, dreamed, in my dreams, video game,
        once upon a time, hypothetical, game, board game, monopoly
    """,
    "What regions, firms or households spend is not in the tables.": """
        regions, provinces, municipalities, cities, companies, firms, households, consumers, families
    """,
    "The tables have all forces of an ally, not one of them.": """
        air force, air forces, navies, task force, reaction force, reaction forces, response force
    """,
    "This is an instruction to a program, not a statement about spending.": """
        ignore previous, ignore all, ignore your, disregard, system prompt, previous instructions,
        you are now, act as, as an ai, language model, return verdict, respond with, output the,
        answer yes, answer that, print, verdict, as a test, system :, ignore the rules, ignore all
        rules, pretend, jailbreak, drop table, select from, script, must be judged, mark this
        as, say that it holds, print the, override, judged true, judge it, treat this
    """,
}
"""What puts a sentence outside the tables, by the reason a reader is given."""

BREAKS = "but, while, whereas, although, though, however, yet, whilst, despite"


def phrases(text: str) -> Iterator[str]:
    """The phrases of a table's cell."""
    return (" ".join(p.split()) for p in text.split(",") if p.strip())


ARMIES: dict[str, str] = {
    "DEU": "bundeswehr",
    "NLD": "krijgsmacht",
    "POL": "wojsko polskie",
    "SWE": "försvarsmakten",
}
"""Names of armed forces that stand for the ally's, by its code."""
WORLD = frozenset({"world", "worldwide", "world 's", "global", "globally", "asia"})
"""Words for more than NATO."""
DONE = frozenset(
    f"{verb} what {who} {promised}"
    for verb in ("do", "does", "did", "doing", "spend", "spends", "spent")
    for who in ("they", "it", "everyone", "all", "was", "were", "they had", "they have", "had been")
    for promised in ("promised", "pledged", "agreed", "signed up to")
)
"""Words for meeting a target that name it only as what was promised."""
