"""The words that the reader knows by what they do in a sentence; phrases parted by commas."""

from __future__ import annotations

CUES: dict[str, str] = {
    "allbut": """
        in all but, all but, all except, all bar, all except for, every ally but, every member but, all of
        nato but, all of nato except, all of the alliance but, all of the alliance except, all allies but,
        all members but, everyone but, everybody but
    """,
    "meet": """
        pay up, pays up, paid up, paying up, stump up, stumps up, cough up, coughs up, already there, there
        already, past the post, enough for, sufficient for, is enough for, was enough for, is sufficient
        for, meet, meets, met, meeting, reach, reaches, reached, reaching, hit, hits, hitting, attain,
        attains, attained, attaining, achieve, achieves, achieved, achieving, fulfil, fulfils, fulfill,
        fulfills, fulfilled, fulfilling, satisfy, satisfies, satisfied, satisfying, comply with, complies
        with, complied with, complying with, comply, complies, complied, join the club, joins the club,
        joined the club, compliant with, in compliance with, in compliance, honour, honours, honoured,
        honor, honors, honored, live up to, lives up to, lived up to, living up to, get there, gets there,
        got there, gone past, goes past, go past, went past, getting past, getting there, get to, gets to,
        got to, getting to, come up to, comes up to, came up to, on course for, on track for, on track to
        meet, on target, in line with, cross, crosses, crossed, crossing, clear, clears, cleared, clearing,
        abide by, abides by, adhere to, adheres to, adhered to, stick to, sticks to, stuck to, deliver on,
        delivers on, delivered on, observe, observes, observed, respect, respects, respected, match,
        matches, make, makes, made, making, make the cut, makes the cut, made the cut, meeters, keep to,
        keeps to, kept to, hits the mark, pass the mark, come to, comes to, get up to, make it to, makes it
        to, made it to, make it, makes it, made it, do so, did so, does so, on target for, at target, up to
        scratch, make the grade, makes the grade, made the grade, conform to, conforms to, conformed to,
        arrive at, arrives at, arrived at, keep, keeps, kept, meets up to
    """,
    "miss": """
        is not enough for, not enough for, not enough to meet, not enough to reach, not sufficient for, too
        little for, too little to meet, out of reach, beyond the reach, beyond reach, holdout, holdouts,
        hold-out, hold-outs, non-compliant, miss, misses, missed, missing, fail, fails, failed, fall short,
        falls short, fell short, falling short, fallen short, fall short of, falls short of, fell short of,
        falling short of, fallen short of, short of, shy of, failing, under-spend, less than they should,
        less than they are supposed to, less than they're supposed to, less than it should, do not spend
        enough, don't spend enough, does not spend enough, doesn't spend enough, not spending enough, spend
        too little, spends too little, spent too little, did not spend enough, didn't spend enough, pay too
        little, pays too little, do not pay enough, don't pay enough, lag behind, lags behind, lagged
        behind, lagging behind, trail behind, far from, far away from, far away, very far, a long way from,
        a long way off, far off, way off, nowhere near, some way off, a good way off, not close to, well
        short of, remain short of, still below, still under, remain below, remains below, are below, stay
        below, stayed below, stays below
    """,
    "not": """
        not, neither, nor, no longer, yet to, still to, fail to, fails to, failed to, failing to, without,
        unable to, cannot, can't, still not, not yet, refuse to, refuses to, refused to, far short
    """,
    "spend": """
        combined bill, total bill, overall bill, collective bill, make up, makes up, made up, making up,
        account for, accounts for, accounted for, eat up, eats up, take up, takes up, took up, spend,
        spends, spent, spending, put, puts, putting, devote, devotes, devoted, devoting, allocate,
        allocates, allocated, allocating, set aside, sets aside, setting aside, invest, invests, invested,
        investing, earmark, earmarks, earmarked, dedicate, dedicates, dedicated, pay, pays, paid, paying,
        contribute, contributes, contributed, contributing, lay out, lays out, laid out, spender, spenders,
        payer, payers, contributor, contributors, outlay, outlays, expenditure, expenditures, budget,
        budgets, budgeted, defence, defense, military, expense, expenses, investment, investments,
        contribution, contributions, effort, efforts, set apart, committed, burden, allocation, allocations,
        pours, pour, poured, directed, directs, adds up to, add up to, added up to, amounts to, amounted to,
        amount to, comes in at, came in at, channel, channels, channelled, shells out, shelled out, shell
        out, sets apart, payments, funding, defence bill, defense bill, military bill, bill for defence,
        bill for defense, bill for its defence, bill for its armed forces, bill for the armed forces,
        defence outlay, slice, hand over, hands over, handed over, handing over, goes to, go to, give,
        gives, gave, given, giving, went to, going to defence, going to defense, spent by, flows into,
        flowed into, money for its forces, money for its armed forces, money for the forces, money for the
        armed forces, money for their forces, money for their armed forces
    """,
    "up": """
        rise, rises, rose, risen, rising, increase, increases, increased, increasing, grow, grows, grew,
        grown, growing, growth, raise, raises, raised, raising, climb, climbs, climbed, climbing, jump,
        jumps, jumped, jumping, up, surge, surges, surged, soar, soars, soared, soaring, lift, lifts,
        lifted, boost, boosts, boosted, boosting, went up, go up, goes up, gone up, going up, gain, gained,
        gains, expand, expanded, expands, upswing, uptick, leap, leapt, leaps, hike, hiked, hikes, step up,
        stepped up, steps up, on its way up, stepping up, ramp up, ramped up, ramps up, upturn, bigger,
        swell, swelled, swollen, mounted
    """,
    "down": """
        fall, falls, fell, fallen, falling, drop, drops, dropped, dropping, decline, declines, declined,
        declining, decrease, decreases, decreased, decreasing, cut, cuts, cutting, shrink, shrinks, shrank,
        shrunk, shrinking, down, reduce, reduces, reduced, reducing, reduction, slash, slashed, slashes,
        slump, slumped, slid, slide, slides, slip, slips, slipped, went down, go down, goes down, gone down,
        going down, on its way down, dip, dips, dipped, dwindled, lowered, lower it, lost, contracted
    """,
    "double": "double, doubles, doubled, doubling, twofold, two-fold, double up",
    "triple": "triple, triples, tripled, tripling, treble, trebled, threefold",
    "quadruple": "quadruple, quadrupled, quadruples, fourfold",
    "fivefold": "fivefold, five-fold, quintupled",
    "sixfold": "sixfold, six-fold, sextupled",
    "sevenfold": "sevenfold, seven-fold",
    "eightfold": "eightfold, eight-fold",
    "ninefold": "ninefold, nine-fold",
    "tenfold": "tenfold, ten-fold",
    "halve": "halve, halved, halves, halving",
    "target": """
        target, targets, goal, goals, guideline, guidelines, benchmark, benchmarks, threshold, thresholds,
        norm, norms, standard, standards, mark, pledge, pledges, commitment, commitments, criterion,
        criteria, requirement, requirements, line, bar, objective, objectives, floor, yardstick, quota,
        test, obligation, obligations, minimum level, what they should, what they ought to, what they are
        supposed to, what they're supposed to, what they should be paying, what they promised, what they
        signed up for, what they signed up to, fair share, their share, the present ones, the existing ones,
        the current ones, present ones, existing ones, current ones, target figure, target level, agreed
        level, level agreed, promised level, required level, agreed minimum, agreed share, what was agreed,
        what had been agreed, what they agreed, what they had agreed, what was promised, what they had
        promised, what they have promised, what it agreed to, what it had agreed to, what it signed up to,
        what it had signed up to, what they signed up to, what they had signed up to, what all signed up to,
        rule, aim, hurdle, two-percenters, club
    """,
    "gdp": """
        gdp, gross domestic product, economic output, national output, national income, output, economy,
        economic product, national wealth, wealth creation, annual output, national earnings, what it
        produces, what it earns, what they produce, what they earn, what its economy produces, all it
        produces, all it earns, everything it produces, everything it earns, national product, national
        economy, gnp, gross national product, economies, economic weight, economic power, economic strength,
        wealth
    """,
    "equipment": """
        equipment, major equipment, new equipment, equipment spending, procurement, kit, hardware, weapons
        and equipment, new weapons, weapons, new kit, new gear, new arms, new hardware, new weaponry, major
        equipment and research and development, modernisation, modernization
    """,
    "infrastructure": "infrastructure, military infrastructure, defence infrastructure",
    "personnel": """
        personnel share, personnel shares, personnel budget, personnel budgets, share of personnel,
        personnel costs, personnel expenditure, personnel spending, on personnel, to personnel, on staff,
        staff costs, wages, salaries, personnel expenses, pay and personnel, on pay, on pay and pensions,
        soldiers ' pay,
        soldiers ' wages, soldiers ' salaries, military pay, salaries and pensions, pay and pensions, wages
        and pensions, personnel and pensions, pensions and salaries, pensions and pay, pensions and wages
    """,
    "troops": """
        troops in total, troops in all, troops in uniform, troops, soldiers, military personnel, service
        personnel, personnel, servicemen, service members, servicemembers, people in uniform, men and women
        in uniform, people under arms, under arms, in uniform, armed forces personnel, men under arms,
        active personnel, active military personnel, active troops, active duty personnel, soldiers in
        active service, active soldiers, active-duty personnel, active service members, active duty troops,
        uniformed personnel, strong army, standing army, manpower, military manpower, active military
        manpower, men and women under arms
    """,
    "forces": """
        force, fighting force, military force, army, armies, armed forces, military, militaries, forces
    """,
    "real": """
        in real terms, real terms, real, adjusted for inflation, inflation-adjusted, inflation adjusted,
        after inflation, with inflation taken out, constant prices, constant dollars, constant price,
        inflation taken out, constant, taking account of inflation, allowing for inflation, net of
        inflation, stripped of inflation, inflation is stripped out, inflation stripped out, inflation
        already taken out, with inflation already taken out, inflation removed, with inflation removed,
        inflation left out, leaving out inflation, leaving inflation aside, inflation aside, excluding
        inflation, accounting for inflation, adjusting for inflation, after allowing for inflation, after
        adjusting for inflation, after accounting for inflation, after adjustment for inflation, price rises
        taken out, stripped of price changes, stripped of price rises, stripped of price increases, net of
        price rises, cleared of inflation, once inflation is taken out, when inflation is taken out, above
        inflation, corrected for inflation, constant us dollars, constant terms, without inflation
    """,
    "nominal": """
        current prices, nominal, nominally, in nominal terms, in cash terms, current dollars, not adjusted
        for inflation, nominal terms, before inflation, before inflation is taken out, inflation not taken
        out, without allowing for inflation, without adjusting for inflation, without accounting for
        inflation, not allowing for inflation, not adjusting for inflation, not taking account of inflation
    """,
    "relative": """
        in relative terms, relative to gdp, as a share of gdp, share of gdp, as a percentage of gdp,
        percentage of gdp, as a proportion of gdp, proportion of gdp, relative to the size of its economy,
        relative to its economy, proportionally, in proportion to gdp, per gdp, relative to gross domestic
        product, as a share of its gdp, relative to its gdp, percent of gdp, per cent of gdp, relative to
        economic output, measured against gdp, measured by gdp, as a share of its economy, as a share of
        their economy, as a share of economic output, of its gdp, of their gdp, relative to the size of
        their economies, by share of gdp, in percentage terms, compared with its gdp, compared to gdp, in
        proportion, of gdp, measured against its economy, relative to the economy, as share of economy, as
        share of gdp, as a share of the economy, share of its economy, by size of economy, measured against
        their economies, for the size of its economy, for the size of their economies, for its size, for the
        size of their economy, gdp-wise, gdp share, share of their gdp, share of its gdp, proportionate,
        proportionately, relatively, share of national income, share gdp, percent gdp, per cent gdp, gdp
        percent, gdp per cent, gdp percentage, gdp %, % gdp, % of gdp, percentage gdp
    """,
    "absolute": """
        dollars, in absolute terms, in absolute numbers, absolute terms, in absolute figures, in dollars, in
        dollar terms, in cash, in cash terms, in plain dollars, in money terms, in money, in total dollars,
        in total terms, in total spending, in total defence spending, in total defense spending, in overall
        spending, in monetary terms, absolute spending, by amount, in us dollars, $, in $
    """,
    "span": """
        added, additional, extra, cumulative, cumulatively, accumulated, past two years, past three years,
        past four years, past five years, past six years, past seven years, past eight years, past nine
        years, past ten years, last two years, last three years, last four years, last five years, last six
        years, last seven years, last eight years, last ten years, past decade, last decade, over the
        decade, past few years, recent years, last few years, over a decade, past years, over the years, two
        decades
    """,
    "head": """
        per capita, per - capita, per - head, per head, per person, per citizen, per inhabitant, for each
        inhabitant, for every citizen, a person, for every resident, for each of its people, for every
        inhabitant, for each person, for every person, every resident, each citizen, a head, per resident,
        for each citizen, per head of population
    """,
    "combined": """
        taken as one, between them, combined, together, put together, taken together, in all, in total,
        altogether, as a whole, overall, total, totals, collectively, jointly, as a group, joint,
        collective, all told, cumulatively, entire, aggregate, whole
    """,
    "only": """
        only, just, merely, no more than, not more than, a mere, alone, solely, no others, no other,
        exclusively, barely, lone, sole, nobody else, no one else, nobody but, no one but, none but, no ally
        but, no country but, no member but, no state but, no nation but
    """,
    "lead": """
        topping the bill, tops the bill, top the bill, topped the bill, head the table, heads the table,
        headed the table, ahead of everyone, ahead of everyone else, ahead of everybody, ahead of
        everybody else, ahead of all others, ahead of all the others, ahead of all other allies, heading
        the table, head the ranking, heads the ranking, head the field, heads the field, at the head of
        the table, lead the field, leads the field, lead, leads, led, leading, top, tops, topped,
        topping, first, first place, number one, at the front, at the top, in the lead, ahead of the
        pack, leader, leaders, front runner, heads, headed, head the list, out in front, out front,
        biggest, largest, highest, heaviest, most, greatest, fattest, best, frontrunner, frontrunners,
        spends most, spends the most, spend the most, spent the most, no 1, leads the way, led the way,
        top of, at the head, in front, at the front of, at the very top, head of the list, top of the
        list, champion, champions, chart-topper, pacesetter, pace-setter, the most generous, most
        generous, at the upper end, at the top end, at the higher end, upper end, top end
    """,
    "lead second": "runner-up, runner up",
    "lag second": """
        next from the bottom, next from bottom,
        penultimate, next to last, next-to-last, next to bottom, second to last, second-to-last, second to
        bottom
    """,
    "lag": """
        lowest, lightest, least, prop up the table, props up the table, propping up the table, prop up the
        list, smallest, bottom, last place, at the bottom, last, weakest, lags, spends the least, spends
        least, spend the least, spent the least, fewest, bringing up the rear, brings up the rear, at the
        tail, rock bottom, worst, laggard, laggards, at the back, dead last, bring up the rear, brought up
        the rear, tail end, at the foot, tail of the list, bottom of the list, bottom of the table, foot of
        the list, tail of the table, foot of the league, bottom of the league, at the very end, at the very
        bottom, foot of the table, bottom group, stingiest, meanest, miserliest, thriftiest, most frugal,
        most miserly, least generous, wooden spoon, at the lower end, at the low end, at the bottom end,
        lower end, low end, bottom end
    """,
    "next": """
        next after, next to, next, after, follows, followed by, follow, followed, then, then come, then
        comes, behind, next come, close behind, close on its heels, close on their heels
    """,
    "letalone": "let alone, never mind, to say nothing of, not to mention",
    "contrast": "unlike, in contrast to, in contrast with, as opposed to, rather than, instead of",
    "except": """
        except, except for, excluding, excl, without, other than, apart from, not counting, aside from,
        minus, leaving out, barring, save for, but for, bar, save, with the exception of, with the
        exceptions of
    """,
    "rest": """
        the rest of nato, rest of nato, the rest of the alliance, rest of the alliance, all other allies,
        all other members, all the other allies, all the other members, all other nato allies, all other
        nato members, all the other nato countries, all other nato countries, all the others, every other
        ally, every other member, all others, the other allies, the other members, everyone else, everybody
        else, all other countries of the alliance, other nato members, other nato countries, other nato
        allies, all the other countries, all other countries, the others, rest of the allies, the rest of
        the allies, the rest of the members, all other members of nato, all other members of the alliance,
        the remaining allies, the remaining members, the rest, all of the other allies, all other nato
        states, the other nato countries, the other nato members, the other nato allies, rest of the nato,
        all of the others, all other nations, all of its allies, all its allies, all the other states, rest
        of its members, the other countries
    """,
    "any": """
        any other, any, anyone, anybody, anyone else, anybody else, everyone in, everybody in, everyone else
        in, any of the other, every other, every other ally, any ally
    """,
    "than": """
        than, compared with, compared to, against, as against, as opposed to, versus, vs, relative to, as,
        to that of, with that of
    """,
    "anymore": "any more, anymore, any longer",
    "more": """
        slightly more than, a little more than, far more than, much more than, considerably more than,
        somewhat more than, >, any more than, more than, higher than, greater than, larger than, bigger
        than, well above, just above, above, more, higher, larger, bigger, greater, ahead of, ahead, outdo,
        outdoes, outdid, outspend, outspends, outspent, outspending, exceed, exceeds, exceeded, exceeding,
        surpass, surpasses, surpassed, overtake, overtakes, overtook, overtaken, leapfrog,
        leapfrogs, leapfrogged, overhauls, overhauled, beat, beats, outstrip, outstrips,
        outstripped, dwarf, dwarfs, dwarfed, eclipse, eclipses, eclipsed, outranks, better than, do
        better, does better, did better, fares better, fared better
    """,
    "less": """
        slightly less than, a little less than, far less than, much less than, considerably less than,
        somewhat less than, <, less than, lower than, smaller than, fewer than, below, well below, just
        below, less, lower, smaller, fewer, trail, trails, trailed, behind, underspends, worse than, do
        worse, does worse, did worse, fares worse, fared worse, ranks lower, ranked lower
    """,
    "same": """
        the same, same, the same share, the same proportion, equal, equal to, as much as, as large as, as
        high as, on a par with, level with, caught up with, catches up with, catch up with, catching up
        with, identical, matched, matches the, equals, equalled, as big as
    """,
    "twice": "twice, two times, double that of, double the, double what, twofold",
    "thrice": "three times, thrice, triple that of, treble the, triple the, threefold that",
    "future": """
        will, shall, is to, are to, is set to, are set to, set to, going to, expected to, is expected, are
        expected, expects to, expect to, forecast, forecasts, forecasted, projected, projection, projects,
        would, to be at, intends to, intend to, is due to, are due to, is about to, on course, on track,
        should, 'll, expected, predicted, outlook, plans to, planning to, aims to, aiming to, plan to, set
        for, bound to, poised to
    """,
    "promise": """
        promise, promises, promised, promising, pledged, vow, vows, vowed, commits, commit to, commits to,
        committed to, undertakes, undertook, plans to, plan to, planned to, planning to, aims to, aim to,
        aimed to, aiming to, wants to, want to, wanted to, intends to, intend to, intended to, count on,
        counts on, hopes to, hope to, hoped to, agreed to, agree to, agrees to, agreed, decided to, decides
        to, aiming for, aims for, seeks to, plans, intention, ambition, is working towards, working towards,
        moving towards, move towards, settle for, settles for, pledging, promised to, wants an,
        wants a, want an, want a, has set itself, pledges to, promises to
    """,
    "demand": """
        allowed to, permitted to, been asked to, was asked to, were asked to, are asked to, is asked to,
        told to, is being asked to, must, need to, needs to, ought to, have to, has to, urge, urges, urged,
        urging, call on, calls on, called on, called for, calls for, call for, demand, demands, demanded,
        demanding, insist, insists, insisted, would like to, that requires, that require, that obliges, that
        oblige, that mandates, that stipulates, requiring, obliging, will suffice, better things to do, is
        enough, are enough, is sufficient, is enough for, is sufficient for, is not enough for, is not
        enough, should spend, should pay, should give, want the, wants the, wanted the, favour, favours,
        favor, oppose, opposes, opposed, back the, backs the, backed the, endorse, endorses, endorsed,
        reject, rejects, rejected, voted for, vote for, votes for, voting for, voted against, vote against,
        voted on, voted to, should contribute, should be spending, should invest, should do, should put,
        should give, should raise, should increase, should devote, should all, should at least, should
        really, should finally, should now, want allies, wants allies, wants nato, wants europe, wants them,
        wants members, ask allies, asks allies, asked allies, asking allies, press allies, pressed allies,
        pressured, pressure on, pressing, push for, pushes for, pushed for, supposed to, required to,
        obliged to, expects allies, expects members, required, are meant to, is meant to, recommended,
        recommends, proposed, proposes, proposal, propose, suggested, suggests, would need, would have to,
        needs, request, requested, let us, let's, lets, appeal, appealed, ultimatum, warned, threatened,
        threatens, threat, please, calling for, calling on, asks for, want to see, wants to see, wants
        others, called upon, should be
    """,
    "denied": """
        it is not true, it isn't true, not true that, is not true, untrue, false that, falsely, false claim,
        wrongly, deny, denies, denied, incorrectly, misleadingly, a myth, is a lie, 's a lie, a lie that, 's
        not true, 's untrue, fake news, contrary to, hoax, debunked, isn't the case, is not the case, not
        the case that, not correct that, is not correct, isn't correct, incorrect, inaccurate, bogus,
        refuted, refutes, disputes that, dispute that, contests that, contest that, disputes the claim,
        fabricated, disputed, doubt it, doubts it, far from true, hardly true, nonsense, it is a lie, lied,
        lies about, misstated, contested, pretend, pretends, pretended, us to believe, us believe, purports
        to, purported to, in doubt, called into question, unlikely, not likely, regret the error, earlier
        version of
    """,
    "if": """
        had been expected to, had been due to, had been supposed to, had been projected to, had been
        forecast to, had been set to, had been on course to, was supposed to, were supposed to, was thought
        to, were thought to, was believed to, were believed to, it was thought, otherwise, remains to be
        seen, unclear whether, open whether, doubtful whether, it would take, would take, would cost, if,
        unless, suppose, supposing, imagine, were to, provided that, had they, assuming, when economic
        conditions, when conditions, as soon as, once the, hypothetically, could, might, may, whether or not
    """,
    "history": """
        record, records, first time, for the first time, ever, at any time, all-time, not since, last time,
        highest since, lowest since, since records began, in decades, in its history, years in a row,
        consecutive, straight year, in a row, every year, each year, annually, per year, a year, peak, since
        the cold war, since the end of the cold war, over the years, in any year, yearly, throughout, for a
        decade, years running, year after year, post-war, never before
    """,
    "always": """
        ever, consecutive, in a row, straight year, straight years, every year, each year, in any year,
        throughout, year after year, every single year, all years, consistently, always, in all those years,
        in no year, years running, in every year, year in year out, in each year, each of the years, every
        one of the years, constantly, continuously
    """,
    "notsince": """
        has never, have never, had never, never has, never, not since, last time, last was, last were, never
        since, at no time since, the last year, not been, hasn't been, no year since, last reached, last met
    """,
    "sometime": """
        first year as a member, first year as member, first year in nato, first year in the alliance, from
        now on, henceforth, before ukraine, until recently, at the time, by the time, back then, at that
        time, at that point, during the cold war, before trump, under trump, under obama, under biden, in
        his first term, when trump took office, at the turn of the century, years ago, a few years ago, some
        years ago, several years ago, many years ago, not long ago, long ago, in those days, at the outset,
        initially, originally, formerly, in former times, not so long ago, in years past, in the early
        years, at first, to begin with, when he took office, when he came to power, when he became, at its
        peak, at its height, when the war began, when russia invaded, when the war started, before wales
    """,
    "median": "median, typical, mean of",
    "eachaverage": """
        average member, average ally, average country, average european ally, average nato ally, average
        european member, average nato member
    """,
    "average": "on average, average, avg, averages, averaged, mean",
    "each": "each, both, apiece, every one, respectively",
    "include": """
        among them, among these, including, incl, incl ., such as, like, include, includes, for example, for
        instance, among others, e.g, e.g., eg, notably, among which, of them, of whom, of which, of these,
        of those
    """,
    "world": """
        in the world, worldwide, globally, world's, global, of the world, on the planet, on earth, world,
        globe, military powers, internationally
    """,
    "atleast": """
        or more, or higher, or above, or greater, or over, or better, plus, at least, and above, and more,
        and up, upwards
    """,
    "giveortake": "give or take, or thereabouts",
    "atmost": "or less, or lower, or below, or under, or fewer, at most, at the most",
}
