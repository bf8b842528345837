import { el, table, ask } from "./dom.js";
import { get, send } from "./api.js";
import { money, count, moment } from "./format.js";
import { read } from "./state.js";

const dimensions = ["user", "session", "agent", "feature", "project"];

const units = { Tokens: "tokens", InputTokens: "input tokens", OutputTokens: "output tokens", Requests: "calls", Usd: "US dollars", ConcurrentCalls: "calls at once" };

export const amount = (status, value) => (status.quota.unit === "Usd" ? money(value) : count(value));

export async function quotas({ zone, settings, refresh }) {
  const subject = Object.fromEntries(read().filters.filter(([name]) => dimensions.includes(name)));
  const list = await get("quotas", subject, { filtered: false });
  const named = Object.entries(subject).map(([n, v]) => `${n} ${v}`).join(", ");
  return [
    el("p", { class: "quiet" }, named ? `Quotas of everybody, and of ${named}.` : "Quotas of everybody. Filter by a user or a project to see theirs: user=alice."),
    list.length === 0
      ? el("div", { class: "panel" }, el("p", {}, "No quota applies here. One is added where the monitor is registered:"), el("pre", { tabindex: 0 }, el("code", {}, ".AddQuota(\"user-day\", q => q.Per(Dimension.User).Tokens(1_000_000).Daily())")))
      : table("How far the quotas are used", [
        { title: "Quota", value: (q) => q.quota.name },
        { title: "Used", number: true, value: (q) => amount(q, q.used) },
        { title: "Held by calls", number: true, value: (q) => amount(q, q.held) },
        { title: "Limit", number: true, value: (q) => amount(q, q.limit) },
        { title: "Used, of the limit", wide: true, value: (q) => el("meter", { min: 0, max: Math.max(q.limit, 1e-9), high: q.limit * (q.quota.warnAt ?? 0.8), value: q.used + q.held, "aria-label": `${q.quota.name}: ${((100 * (q.used + q.held)) / (q.limit || 1)).toFixed(0)} percent used` }) },
        { title: "Unit", value: (q) => units[q.quota.unit] ?? q.quota.unit, wide: true },
        { title: "Per", value: (q) => q.quota.per.join(", ") || "everybody" },
        { title: "Begins anew", value: (q) => (q.resetsAt ? moment(q.resetsAt, zone) : "never") },
        { title: "Used up, at this pace", value: (q) => (q.projectedExhaustion ? el("span", { class: "mark" }, moment(q.projectedExhaustion, zone)) : "not before") },
      ], list),
    ...(settings.canWrite ? stops(refresh) : [el("p", { class: "quiet" }, "You may not change limits or halt calls.")]),
  ];
}

function stops(refresh) {
  const fields = [{ name: "dimension", label: "Dimension; empty for every call" }, { name: "value", label: "Its value" }];
  const scope = ({ dimension, value }) => ({ dimension: dimension || null, value: value || null });
  const halt = () => ask("Halt calls", "Every further call in this scope is refused at once, for everybody, until it is resumed. Calls under way go on. It is written to the audit trail.",
    [...fields, { name: "reason", label: "Reason; those who are refused read it" }],
    async (given) => { await send("POST", "quotas/halt", { ...scope(given), reason: given.reason }); refresh(); });
  const resume = () => ask("Resume calls", "Calls in exactly this scope are let through again. It is written to the audit trail.", fields,
    async (given) => { await send("POST", "quotas/resume", scope(given)); refresh(); });
  return [el("h2", {}, "Emergency stop"), el("p", {},
    el("button", { type: "button", class: "danger", on: { click: halt } }, "Halt calls…"), " ",
    el("button", { type: "button", on: { click: resume } }, "Resume calls…"))];
}
