import { el, table, spark } from "./dom.js";
import { get, before } from "./api.js";
import { intervalFor, inWords } from "./state.js";
import { overTime } from "./charts.js";
import { told } from "./page-alerts.js";
import { byKey, iso, totalsOverTime } from "./series.js";
import { money, count, exact, seconds, share, change, keyOf, tokensOf, certainty } from "./format.js";

export async function overview({ range, zone, by, settings, refresh }) {
  const interval = intervalFor(range);
  const now = await get("summary", { range, zone, interval, groupBy: by, top: 6, breakdowns: by === "user" ? "user" : `user,${by}` });
  if (now.totals.attempts === 0 && now.totals.cached === 0) return [empty()];
  const then = await get("summary", { ...before(range, now.asOf), zone, breakdowns: by });
  const canLookAhead = interval === "1h" || interval === "1d";
  const [forecast, anomalies, active] = await Promise.all([
    canLookAhead ? get("forecast", { range, zone, interval, horizon: interval === "1h" ? 12 : 7 }).catch(() => []) : [],
    canLookAhead ? get("anomalies", { range, zone, interval }).catch(() => []) : [],
    get("alerts", { state: "firing,acknowledged" }, { filtered: false }).catch(() => []),
  ]);
  const parts = {
    sentence: () => sentence(now, then, range, forecast[0], anomalies, active),
    figures: () => figures(now, then),
    chart: () => chart(now, zone, by, forecast[0], anomalies),
    consumers: () => consumers(now),
    movers: () => movers(now, then, by),
    coverage: () => coverage(now),
  };
  const built = settings.overview.map((part) => [part, parts[part]()]);
  const wide = built.filter(([part]) => part !== "consumers" && part !== "movers" && part !== "coverage").map(([, node]) => node);
  const tables = built.filter(([part]) => part === "consumers" || part === "movers").map(([, node]) => node);
  const last = built.filter(([part]) => part === "coverage").map(([, node]) => node);
  return [...wide, el("div", { class: "columns" }, tables), ...last, el("p", {}, el("button", { type: "button", on: { click: refresh } }, "Refresh"))];
}

function sentence(now, then, range, forecast, anomalies, active) {
  const month = forecast?.month;
  const unusual = anomalies.filter((a) => !a.isNotice).length;
  return el("p", { class: "sentence" },
    `${money(now.totals.pricedUsd ?? 0)} in the last ${inWords(range)}, ${change(now.totals.pricedUsd ?? 0, then.totals.pricedUsd ?? 0).replace(/^[▲▼] /, "")}`,
    month ? `; the month ends at about ${money(month.expected)} (${money(month.lower)} to ${money(month.upper)})` : "",
    unusual > 0 ? `; ${unusual} unusual ${unusual === 1 ? "moment" : "moments"}. ` : "; nothing unusual. ",
    told(active));
}

function figures(now, then) {
  const figure = (title, value, full, text, values) => el("div", { class: "figure" },
    el("dt", {}, title), el("dd", {}, el("div", { class: "value", title: full }, value), el("div", { class: "change" }, text), spark(values)));
  const t = now.totals, b = then.totals;
  const over = (pick) => totalsOverTime(now, pick);
  return el("dl", { class: "figures" },
    figure("Cost", money(t.pricedUsd ?? 0), undefined, [change(t.pricedUsd ?? 0, b.pricedUsd ?? 0), certainty(t)].filter(Boolean).join("; "), over((x) => x.pricedUsd ?? 0)),
    figure("Tokens", count(tokensOf(t)), exact(tokensOf(t)), change(tokensOf(t), tokensOf(b)), over(tokensOf)),
    figure("Calls", count(t.calls), exact(t.calls), change(t.calls, b.calls), over((x) => x.calls)),
    figure("Success", t.attempts ? `${((100 * t.succeeded) / t.attempts).toFixed(1)} %` : "–", undefined, `of ${exact(t.attempts)} attempts`, over((x) => (x.attempts ? x.succeeded / x.attempts : 0))),
    figure("Latency, 95 of 100", seconds(t.latency?.p95), undefined, t.latency ? `half within ${seconds(t.latency.p50)}` : "not measured", over((x) => x.latency?.p95 ?? 0)),
    figure("Input from cache", share(t.tokens.cachedInput ?? 0, t.tokens.input).split(" of ")[0], undefined, `of ${count(t.tokens.input ?? 0)} input tokens`, over((x) => (x.tokens.input ? (x.tokens.cachedInput ?? 0) / x.tokens.input : 0))));
}

function chart(now, zone, by, forecast, anomalies) {
  const series = byKey(now, "cost");
  const last = now.series.length ? iso(now.series[now.series.length - 1].start) : "";
  const band = (forecast?.points ?? []).map((p) => ({ ...p, start: iso(p.start) })).filter((p) => p.start > last);
  const marks = anomalies.filter((a) => !a.isNotice).slice(0, 20).map((a) => ({ at: iso(a.at), text: a.message, value: a.observed }));
  return el("section", {}, el("h2", {}, `Cost by ${by}`),
    overTime({ title: `Cost by ${by}`, series, zone, format: money, band, marks }),
    anomalies.length > 0 && el("details", {}, el("summary", {}, `Unusual: ${anomalies.length}`), el("ul", {}, anomalies.slice(0, 20).map((a) => el("li", {}, a.message)))));
}

function consumers(now) {
  const rows = (now.breakdowns.user ?? []).slice(0, 8);
  return el("section", {}, el("h2", {}, "Who uses most"), table("Users by cost", [
    { title: "User", value: keyOf },
    { title: "Cost", number: true, value: (g) => money(g.totals.pricedUsd) },
    { title: "Calls", number: true, value: (g) => count(g.totals.calls), exact: (g) => exact(g.totals.calls) },
    { title: "Tokens", number: true, value: (g) => count(tokensOf(g.totals)), exact: (g) => exact(tokensOf(g.totals)) },
    { title: "Note", wide: true, value: (g) => el("span", { class: "mark" }, certainty(g.totals)) },
  ], rows));
}

function movers(now, then, by) {
  const old = new Map((then.breakdowns[by] ?? []).map((g) => [keyOf(g), g.totals.pricedUsd ?? 0]));
  const rows = (now.breakdowns[by] ?? []).map((g) => ({ name: keyOf(g), now: g.totals.pricedUsd ?? 0, old: old.get(keyOf(g)) ?? 0 }))
    .sort((a, b) => Math.abs(b.now - b.old) - Math.abs(a.now - a.old)).slice(0, 8);
  return el("section", {}, el("h2", {}, "What moved most"), table(`Change of cost by ${by}, against the same time before`, [
    { title: by, value: (r) => r.name },
    { title: "Before", number: true, value: (r) => money(r.old) },
    { title: "Now", number: true, value: (r) => money(r.now) },
    { title: "Change", number: true, value: (r) => `${r.now >= r.old ? "▲" : "▼"} ${money(Math.abs(r.now - r.old))}` },
  ], rows));
}

function coverage(now) {
  const c = now.totals.coverage;
  return el("p", { class: "quiet" },
    `Counted by the provider: ${exact(c.reportedCalls)} calls. Estimated: ${exact(c.estimatedCalls)} (${money(c.estimatedUsd)}). `,
    `Not reported: ${exact(c.unreportedCalls)}. Without a price: ${exact(c.unpricedCalls)} (${count(c.unpricedTokens)} tokens). `,
    now.pending > 0 ? `${exact(now.pending)} records are under way.` : "Nothing is under way.");
}

function empty() {
  return el("div", { class: "panel" }, el("h2", {}, "No call in this time"),
    el("p", {}, "Choose a longer time or fewer filters. If there has been none yet, let an HTTP client be watched:"),
    el("pre", { tabindex: 0 }, el("code", {}, "builder.Services.AddTokenMonitoring();\nbuilder.Services.AddHttpClient(\"models\").AddTokenMonitoring();")),
    el("p", {}, "Then make a call with it, and refresh."));
}
