"""The World Bank: indicators of military expenditure, which it takes from SIPRI."""

from etl.sources.source import Source
from etl.sources.world_bank.indicators import API, LICENCE, WORLD_BANK, ask_world_bank, read

SOURCE = Source(
    id=WORLD_BANK,
    name="World Bank",
    about="Military expenditure by SIPRI's definition, which is not NATO's.",
    licence=LICENCE,
    address=API,
    hosts=("worldbank.org",),
    ask=ask_world_bank,
    read=read,
)
