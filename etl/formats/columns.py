"""The columns of the tables of a release: names, types and what they mean."""

from __future__ import annotations

from etl.formats.schema import FIGURE_COLUMNS, ColumnSchema, optional

_CODES = "ISO 3166-1 alpha-3 codes, separated by semicolons"

_EDITION = ColumnSchema("edition", "date", "Publication date of the edition.")

_SUBJECT = ColumnSchema("ally", "string", "ISO 3166-1 alpha-3 code, or the key of an aggregate.")

_ESTIMATE = ColumnSchema("estimate", "boolean", "True where NATO marks the year with an e.")

EDITION_COLUMNS = (
    _EDITION,
    ColumnSchema("title", "string", "Title of the publication."),
    optional("cutoff", "date", "Day up to which NATO took data in; empty where it is not known."),
    ColumnSchema("series", "string", "What the tables count: defence expenditure, or its core part."),
    optional("base_year", "integer", "Year of the constant prices; empty where none are available here."),
    optional("url", "string", "Address it was published at."),
    ColumnSchema("reached_us", "string", "Provenance of the figures available here."),
    ColumnSchema("in_hand", "string", "What of the edition is available here."),
    optional("missing", "string", "What the publication had and is missing here."),
)

SUBJECT_COLUMNS = (
    ColumnSchema("code", "string", "ISO 3166-1 alpha-3 code of an ally, or the key of an aggregate."),
    ColumnSchema("name", "string", "Name as NATO prints it."),
    ColumnSchema("kind", "string", "Ally or aggregate.", pattern="ally|aggregate"),
)

ALLY_COLUMNS = (
    ColumnSchema("code", "string", "ISO 3166-1 alpha-3 code.", pattern="[A-Z]{3}"),
    ColumnSchema("name", "string", "Name as NATO prints it."),
    ColumnSchema("joined", "date", "Day of accession."),
    ColumnSchema("europe", "boolean", "Whether NATO counts the ally as European."),
    ColumnSchema("armed_forces", "boolean", "False where the ally has none and so no defence expenditure."),
    optional("left", "date", "First day on which it is a member no more; empty for members."),
)

INDICATOR_COLUMNS = (
    ColumnSchema("indicator", "string", "Id of the indicator, as in the figures.", pattern="[a-z_]+"),
    ColumnSchema("title", "string", "What it is called."),
    ColumnSchema("unit", "string", "Its unit; constant prices add their base year in the figures."),
    ColumnSchema("definition", "string", "What it measures, and how."),
    ColumnSchema("table", "string", "NATO's number of the table."),
    ColumnSchema("block", "string", "The heading it stands under in the table."),
    ColumnSchema("decimals", "integer", "Decimals that NATO prints."),
)

CLAIM_COLUMNS = (
    ColumnSchema("claim", "string", "Id of the statement."),
    ColumnSchema("statement", "string", "The statement, in our words."),
    ColumnSchema("kind", "string", "Count, direction or context."),
    ColumnSchema("made_on", "date", "Day it was made."),
    ColumnSchema("judgement", "string", "What it is worth by the tables: computed, never typed in."),
    optional("reason", "string", "Why no table bears on it, where none does."),
    optional("then_edition", "date", "The edition its author could have seen."),
    optional("then_value", "number", "Its value by that edition."),
    optional("then_allies", "string", f"Those counted: {_CODES}."),
    optional("now_edition", "date", "The newest edition by which it can be judged."),
    optional("now_value", "number", "Its value by that edition."),
    optional("now_allies", "string", f"Those counted: {_CODES}."),
)

STATEMENT_COLUMNS = (
    ColumnSchema("claim", "string", "Id of the statement; none is that of an article's."),
    ColumnSchema("statement", "string", "What was said, in our words."),
    ColumnSchema("made_on", "date", "Day it was said."),
    ColumnSchema("source", "string", "Address where it stands."),
    *(c for c in CLAIM_COLUMNS if c.name == "judgement" or c.name.startswith(("then_", "now_"))),
)

HISTORY_COLUMNS = (
    ColumnSchema("claim", "string", "Id of the statement."),
    _EDITION,
    ColumnSchema("value", "number", "The statement's value by this edition."),
    ColumnSchema("holds", "boolean", "Whether the statement holds by it."),
    _ESTIMATE,
    optional("allies", "string", f"Those counted: {_CODES}."),
    optional("came", "string", f"Those not counted by the edition before: {_CODES}."),
    optional("left", "string", f"Those counted by the edition before and not by this: {_CODES}."),
)

COUNT_COLUMNS = (
    _EDITION,
    ColumnSchema("year", "integer", "Year that is counted."),
    ColumnSchema(
        "target", "number", "Share of GDP in per cent that is to be met, on shares rounded as printed."
    ),
    optional("n", "integer", "How many allies meet it; empty where published figures are missing here."),
    ColumnSchema(
        "of",
        "integer",
        "How many were members at the end of the year; one without armed forces is in no list.",
    ),
    optional("meeting", "string", f"Highest share first: {_CODES}."),
    optional("not_meeting", "string", f"Highest share first: {_CODES}."),
    optional("not_in_hand", "string", f"Published, and missing here: {_CODES}."),
    optional("unpublished", "string", f"Left blank by NATO: {_CODES}."),
    _ESTIMATE,
)

ESTIMATE_COLUMNS = (
    ColumnSchema("ally", "string", "ISO 3166-1 alpha-3 code.", pattern="[A-Z]{3}"),
    ColumnSchema("year", "integer", "Year the shares are for."),
    ColumnSchema(
        "first_edition", "date", "The edition that first printed the share of the year in that year."
    ),
    ColumnSchema("first_value", "number", "Share of GDP in per cent as first printed, two decimals."),
    ColumnSchema("whole", "boolean", "Whether that edition has every published share of the year here."),
    ColumnSchema("edition", "date", "That edition, or a later one that has the year whole."),
    ColumnSchema("value", "number", "Share of GDP in per cent as printed there, two decimals."),
    ColumnSchema("change", "number", "Value less first value, percentage points."),
    ColumnSchema(
        "same_measure",
        "boolean",
        "False where this edition counts core defence expenditure and the first does not.",
    ),
)

CAVEAT_COLUMNS = (
    _EDITION,
    ColumnSchema("number", "integer", "Its place among those of the edition, from 1."),
    ColumnSchema("caveat", "string", "What to keep in mind with the edition's figures."),
)

BLANK_COLUMNS = (
    _EDITION,
    _SUBJECT,
    ColumnSchema("year", "integer", "Year that the cell is for."),
    ColumnSchema("indicator", "string", "Id of the indicator: NATO itself left the cell empty."),
)

RECOMPUTED_COLUMNS = (
    _EDITION,
    _SUBJECT,
    ColumnSchema("year", "integer", "Year that the value is for."),
    ColumnSchema("indicator", "string", "Id of the indicator."),
    ColumnSchema("printed", "number", "The value that NATO printed: that of the figures."),
    ColumnSchema("recomputed", "number", "The value that NATO's own columns give."),
    ColumnSchema("why", "string", "Why they differ, as far as it is known."),
)

TARGET_COLUMNS = (
    ColumnSchema("target", "string", "Id of the target."),
    ColumnSchema("title", "string", "What it is called."),
    ColumnSchema("indicator", "string", "Id of the indicator that it is a value of."),
    ColumnSchema("value", "number", "The least value that meets it, in the indicator's unit."),
    ColumnSchema("agreed", "date", "Day on which it was agreed."),
    optional("due", "integer", "Year by which it is to be met; empty for a standing one."),
    ColumnSchema("text", "string", "What was agreed, in our words."),
    ColumnSchema("source", "string", "The document."),
)

REPORTED_COLUMNS = (
    ColumnSchema("published", "date", "Day on which the count was published."),
    ColumnSchema("year", "integer", "Year that is counted."),
    ColumnSchema("count", "integer", "Allies at 2% of GDP, as the press reported it."),
    optional("allies", "string", f"Those counted, where the report names them: {_CODES}."),
    ColumnSchema(
        "kind",
        "string",
        "A table that is missing here, or a forecast without a table.",
        pattern="table|forecast",
    ),
    ColumnSchema("source", "string", "Who reported it."),
)

MEANING_COLUMNS = (
    ColumnSchema("table", "string", "Name of the table."),
    ColumnSchema("column", "string", "Name of the column."),
    ColumnSchema("type", "string", "What its values are: string, integer, number, boolean or date."),
    ColumnSchema("meaning", "string", "What it holds."),
)

REVISION_COLUMNS = (
    *(
        c
        for c in FIGURE_COLUMNS
        if c.name in ("edition", "ally", "name", "year", "indicator", "value", "unit")
    ),
    _ESTIMATE,
    ColumnSchema(
        "series", "string", "What the edition's tables count: defence expenditure, or its core part."
    ),
    optional("previous_edition", "date", "The edition before that has the figure; empty for the first."),
    optional("previous_value", "number", "The figure by that edition, in its own unit."),
    optional("previous_unit", "string", "Unit there: constant prices have another base year."),
    optional("previous_series", "string", "What that edition's tables count."),
    optional("change", "number", "Value less previous value; empty where unit, currency or prices differ."),
    optional("currency", "string", "ISO 4217 code of an amount's currency."),
    optional("previous_currency", "string", "That of the previous value."),
    optional(
        "within_rounding",
        "boolean",
        "Whether the change can be the rounding of the two values alone; empty where there is no change.",
    ),
)
