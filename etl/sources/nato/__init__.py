"""NATO: its topic page lists the editions of its tables, each a PDF with a workbook beside it."""

from etl.sources.nato.ask import ask_nato
from etl.sources.nato.raw_files import NATO
from etl.sources.nato.topic import TOPIC
from etl.sources.source import Source

SOURCE = Source(
    id=NATO,
    name="NATO",
    about="Defence expenditure of NATO countries, by NATO's definition.",
    licence="NATO asks to be credited; its content is not to be sold or used for advertising.",
    address=TOPIC,
    hosts=("nato.int",),
    ask=ask_nato,
)
