import { keyOf, tokensOf } from "./format.js";

export const measures = {
  cost: { title: "Cost", of: (t) => t.pricedUsd ?? 0 },
  tokens: { title: "Tokens", of: tokensOf },
  calls: { title: "Calls", of: (t) => t.calls },
};

export function byKey(summary, measure) {
  const all = new Map();
  for (const point of summary.series) {
    const name = keyOf(point);
    if (!all.has(name)) all.set(name, new Map());
    all.get(name).set(iso(point.start), measures[measure].of(point.totals));
  }
  const sum = (points) => [...points.values()].reduce((a, b) => a + b, 0);
  return [...all].map(([name, points]) => ({ name, points })).sort((a, b) => (a.name === "other") - (b.name === "other") || sum(b.points) - sum(a.points));
}

// One moment has one text, whichever offset it was written with.
export const iso = (text) => new Date(text).toISOString();

export function totalsOverTime(summary, pick) {
  const sums = new Map();
  for (const point of summary.series) sums.set(iso(point.start), (sums.get(iso(point.start)) ?? 0) + pick(point.totals));
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
}
