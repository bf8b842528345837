import { el, table, ask } from "./dom.js";
import { get, send } from "./api.js";
import { addFilter } from "./state.js";
import { money, count, exact, keyOf, tokensOf } from "./format.js";
import { amount } from "./page-quotas.js";

export async function users({ range, zone, settings, refresh }) {
  const [summary, today, forecasts] = await Promise.all([
    get("users", { range, zone, top: 50 }),
    get("users", { range: "24h", zone, top: 1000 }),
    get("forecast", { range: "30d", zone, interval: "1d", groupBy: "user", horizon: 31, top: 50 }).catch(() => []),
  ]);
  const latest = new Map(today.groups.map((g) => [keyOf(g), tokensOf(g.totals)]));
  const month = new Map(forecasts.map((f) => [f.key ?? "(none)", f.month?.expected]));
  const named = summary.groups.filter((g) => !g.isOther && g.key[0] !== null).slice(0, 20);
  const held = settings.seesEverything
    ? new Map(await Promise.all(named.map(async (g) => [g.key[0], await get("quotas", { user: g.key[0] }, { filtered: false })])))
    : new Map();
  return [
    table(`Users, largest cost first; bars show how far a quota is used`, [
      { title: "User", value: (g) => (g.isOther || g.key[0] === null ? keyOf(g) : el("button", { type: "button", title: "Show only this user", on: { click: () => addFilter("user", g.key[0]) } }, g.key[0])) },
      { title: "Cost", number: true, value: (g) => money(g.totals.pricedUsd) },
      { title: "Calls", number: true, value: (g) => count(g.totals.calls), exact: (g) => exact(g.totals.calls) },
      { title: "Tokens, last 24 hours", number: true, value: (g) => count(latest.get(keyOf(g)) ?? 0) },
      { title: "Month, projected", number: true, value: (g) => (month.has(keyOf(g)) ? `~ ${money(month.get(keyOf(g)))}` : "–") },
      { title: "Quotas", wide: true, value: (g) => bars(held.get(g.key[0]) ?? []) },
      { title: "Limit", wide: true, value: (g) => settings.canWrite && held.get(g.key[0])?.some(isOwn) ? override(g.key[0], held.get(g.key[0]).filter(isOwn), refresh) : "–" },
    ], summary.groups),
  ];
}

const isOwn = (status) => status.quota.per.includes("user");

function bars(quotas) {
  return el("div", {}, quotas.filter(isOwn).map((q) => el("div", {},
    el("meter", { min: 0, max: Math.max(q.limit, 1e-9), value: q.used + q.held, high: q.limit * 0.8, "aria-label": `${q.quota.name}: ${amount(q, q.used)} of ${amount(q, q.limit)}` }),
    ` ${q.quota.name}: ${amount(q, q.used)} of ${amount(q, q.limit)}`)));
}

function override(user, quotas, refresh) {
  return el("button", { type: "button", on: { click: () => ask("Change the limit", `${user} will have this limit of ${quotas[0].quota.name} until it is changed again. Leave it empty to return to the quota's own. It is written to the audit trail.`,
    [{ name: "limit", label: `Limit (${quotas[0].quota.unit})`, type: "number", value: quotas[0].limit }],
    async ({ limit }) => {
      await send("PUT", `quotas/${encodeURIComponent(quotas[0].quota.name)}/override`, { user, limit: limit === "" ? null : Number(limit) });
      refresh();
    }) } }, "Change limit");
}
