# Poland's share of GDP, as each edition of NATO's tables tells it.
site <- "http://127.0.0.1:8050"
asked <- "indicator=expenditure_share_gdp&ally=POL"
figures <- read.csv(paste0(site, "/api/v1/observations.csv?", asked), encoding = "UTF-8")
figures$edition <- as.Date(figures$edition)
print(round(xtabs(value ~ year + edition, figures), 2))

as_known <- paste0(site, "/api/v1/observations.csv?", asked, "&year=2024&as_of=2024-11-07")
print(read.csv(as_known)[, c("edition", "value", "estimate")])
