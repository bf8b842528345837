import { el, table } from "./dom.js";
import { get } from "./api.js";
import { intervalFor } from "./state.js";
import { overTime } from "./charts.js";
import { byKey } from "./series.js";
import { money, exact } from "./format.js";
import { groupTable } from "./page-explore.js";

export async function models({ range, zone, settings }) {
  const summary = await get("models", { range, zone, interval: intervalFor(range), top: 12 });
  const rows = settings.seesEverything ? await get("efficiency", { range }, { filtered: false }) : [];
  return [
    overTime({ title: "Cost by model", series: byKey(summary, "cost"), zone, format: money }),
    groupTable("Usage by model", "Model", summary.groups),
    rows.length > 0 && el("h2", {}, "What a call is worth"),
    rows.length > 0 && table("Cost per call, per success and per million tokens, without filters", [
      { title: "Provider", value: (r) => r.provider },
      { title: "Model", value: (r) => r.model },
      { title: "Success", number: true, value: (r) => `${(100 * r.successRate).toFixed(1)} % of ${exact(r.totals.attempts)}` },
      { title: "Per call", number: true, value: (r) => money(r.usdPerCall) },
      { title: "Per success", number: true, value: (r) => money(r.usdPerSuccess) },
      { title: "Per million tokens", number: true, value: (r) => money(r.usdPerMillionTokens) },
    ], rows),
  ].filter(Boolean);
}

export async function features({ range, zone }) {
  const summary = await get("summary", { range, zone, interval: intervalFor(range), groupBy: "feature", top: 12, breakdowns: "agent,project" });
  return [
    overTime({ title: "Cost by feature", series: byKey(summary, "cost"), zone, format: money }),
    el("h2", {}, "Features"), groupTable("Usage by feature", "Feature", summary.groups),
    el("h2", {}, "Agents"), groupTable("Usage by agent", "Agent", summary.breakdowns.agent),
    el("h2", {}, "Projects"), groupTable("Usage by project", "Project", summary.breakdowns.project),
  ];
}
