"""The ids of the indicators that code treats by name; what is known of each stands in `data/indicators.csv`.

No other module writes one out, so that a search for a name here finds all that rests on it.
"""

NATIONAL, NATIONAL_CONSTANT = "expenditure_national_current", "expenditure_national_constant"
DOLLARS, DOLLARS_CONSTANT = "expenditure_usd_current", "expenditure_usd_constant"
SHARE_OF_GDP, REAL_CHANGE = "expenditure_share_gdp", "expenditure_real_change"
GDP, GDP_CONSTANT = "gdp_usd_current", "gdp_usd_constant"
GDP_PER_HEAD, SPENDING_PER_HEAD = "gdp_per_capita", "expenditure_per_capita"
SOLDIERS = "military_personnel"
EQUIPMENT_SHARE, PERSONNEL_SHARE = "equipment_share", "personnel_share"
INFRASTRUCTURE_SHARE, OTHER_SHARE = "infrastructure_share", "other_share"

CATEGORIES = (EQUIPMENT_SHARE, PERSONNEL_SHARE, INFRASTRUCTURE_SHARE, OTHER_SHARE)
"""Those that together are the whole of an ally's spending, in per cent of it."""
