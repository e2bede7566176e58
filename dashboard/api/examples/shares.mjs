// Who met 2% of GDP in 2024, as known on 7 November 2024; then every share of that year, page by page.
const site = "http://127.0.0.1:8050";
const [then] = await (await fetch(`${site}/api/v1/counts.json?target=2&year=2024&as_of=2024-11-07`)).json();
console.log(`${then.n} of ${then.of} by the edition of ${then.edition}: ${then.meeting.join(", ")}`);

let next = "/api/v1/observations.json?indicator=expenditure_share_gdp&year=2024&limit=50";
for (let page = 1; next; page += 1) {
  const answer = await fetch(site + next);
  console.log(`page ${page}: ${(await answer.json()).length} figures`);
  next = answer.headers.get("Link")?.match(/<([^>]+)>; rel="next"/)?.[1];
}
