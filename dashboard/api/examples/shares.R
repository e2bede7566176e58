# Poland's share of GDP by each edition of NATO's tables; NA where an edition has none.
site <- "http://127.0.0.1:8050"
asked <- "indicator=expenditure_share_gdp&ally=POL"
figures <- read.csv(paste0(site, "/api/v1/observations.csv?", asked), encoding = "UTF-8")
figures$estimate <- figures$estimate == "true"
print(round(with(figures, tapply(value, list(year, edition), c)), 2))

as_known <- paste0(site, "/api/v1/observations.csv?", asked, "&year=2024&as_of=2024-11-07")
print(read.csv(as_known)[, c("edition", "value", "estimate")])
