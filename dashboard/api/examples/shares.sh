# Every figure once, and later only if the release has changed: curl keeps the validator and sends it back.
site=http://127.0.0.1:8050
curl --fail --silent --show-error --compressed --etag-save two-percent.etag --etag-compare two-percent.etag \
  --output two-percent.csv "$site/download/two-percent.csv"

# What the edition of 17 June 2024 said of 2024, for two allies.
curl --fail --silent --show-error "$site/api/v1/observations.csv?edition=2024-06-17&year=2024&ally=POL&ally=DEU" \
  --get --data-urlencode "indicator=expenditure_share_gdp"
