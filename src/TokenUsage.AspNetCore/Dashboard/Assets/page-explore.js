import { el, table, choice } from "./dom.js";
import { get, address } from "./api.js";
import { intervalFor, write } from "./state.js";
import { overTime } from "./charts.js";
import { byKey, measures } from "./series.js";
import { money, count, exact, keyOf, tokensOf, seconds, certainty } from "./format.js";

const dimensions = ["model", "provider", "user", "project", "feature", "agent", "session", "operation", "outcome", "priority", "endpoint", "service_tier"];
const intervals = { "1m": "minute", "15m": "15 minutes", "1h": "hour", "1d": "day", "1w": "week", "1mo": "month" };

export async function explore({ range, zone, by, interval, measure }) {
  const width = interval ?? intervalFor(range);
  const parameters = { range, zone, interval: width, groupBy: by, top: 12, topBy: measure };
  const summary = await get("summary", parameters);
  return [
    el("div", { class: "chips" },
      choice("Group by", by, Object.fromEntries(dimensions.map((d) => [d, d])), (value) => write({ by: value })),
      choice("Each", width, intervals, (value) => write({ interval: value })),
      choice("Show", measure, Object.fromEntries(Object.entries(measures).map(([k, m]) => [k, m.title])), (value) => write({ measure: value }))),
    overTime({ title: `${measures[measure].title} by ${by}`, series: byKey(summary, measure), zone, format: measure === "cost" ? money : count }),
    groupTable(`Usage by ${by}`, by, summary.groups),
    el("h2", {}, "The same over REST"),
    el("pre", { tabindex: 0 }, el("code", {}, `GET ${address("summary", parameters)}`)),
  ];
}

export function groupTable(caption, name, groups) {
  return table(caption, [
    { title: name, value: keyOf },
    { title: "Cost", number: true, value: (g) => money(g.totals.pricedUsd) },
    { title: "Calls", number: true, value: (g) => count(g.totals.calls), exact: (g) => exact(g.totals.calls) },
    { title: "Input", number: true, value: (g) => count(g.totals.tokens.input), exact: (g) => exact(g.totals.tokens.input) },
    { title: "Output", number: true, value: (g) => count(g.totals.tokens.output), exact: (g) => exact(g.totals.tokens.output) },
    { title: "Tokens", number: true, value: (g) => count(tokensOf(g.totals)), exact: (g) => exact(tokensOf(g.totals)) },
    { title: "Failed", number: true, value: (g) => exact(g.totals.failed) },
    { title: "Latency, 95 of 100", number: true, value: (g) => seconds(g.totals.latency?.p95) },
    { title: "Note", wide: true, value: (g) => el("span", { class: "mark" }, certainty(g.totals)) },
  ], groups);
}
