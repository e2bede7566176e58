"""Poland's share of GDP, as each edition of NATO's tables reports it."""

import pandas as pd

SITE = "http://127.0.0.1:8050"
asked = "indicator=expenditure_share_gdp&ally=POL"
figures = pd.read_csv(f"{SITE}/api/v1/observations.csv?{asked}", parse_dates=["edition"])
print(figures.pivot(index="year", columns="edition", values="value").round(2).to_string())

then = pd.read_json(f"{SITE}/api/v1/counts.json?target=2&year=2024&as_of=2024-11-07")
print(f"As known on 7 November 2024: {then.n[0]} of {then['of'][0]} allies at 2% in 2024")
