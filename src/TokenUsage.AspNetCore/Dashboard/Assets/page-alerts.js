import { el, table, ask, choice } from "./dom.js";
import { get, send } from "./api.js";
import { exact, moment, span } from "./format.js";
import { write } from "./state.js";

const severities = { low: "All", medium: "Medium and above", high: "High and above", critical: "Critical" };
const whole = { filtered: false };

export async function alerts({ range, zone, severity, settings, refresh }) {
  const [active, past, sums, dead] = await Promise.all([
    get("alerts", { state: "firing,acknowledged", severity }, whole),
    get("alerts", { state: "resolved,dismissed", severity, range }, whole),
    settings.seesEverything ? get("alerts/statistics", { severity, range }, whole) : [],
    settings.seesEverything ? get("alerts/deliveries", { state: "dead" }, whole) : [],
  ]);
  return [
    el("p", { class: "sentence" }, told(active)),
    el("div", { class: "row" }, choice("Severity", severity, severities, (value) => write({ severity: value }))),
    active.length === 0
      ? el("p", { class: "quiet" }, "What the rules find is listed here until it is over, or somebody ends it.")
      : table("Alerts that hold, the latest first, without filters", columns(zone, settings.canWrite && ((a) => actions(a, refresh))), active),
    !settings.canWrite && el("p", { class: "quiet" }, "You may not acknowledge or end alerts."),
    el("h2", {}, "Over, in this time"),
    past.length === 0 ? el("p", { class: "quiet" }, "None ended in this time.") : table(`Alerts that ended, times in ${zone}`, [
      ...columns(zone), { title: "Ended", wide: true, value: (a) => `${moment(a.endedAt, zone)}${a.actor ? `, by ${a.actor}` : ""}` },
    ], past),
    sums.length > 0 && el("h2", {}, "How soon they were taken up"),
    sums.length > 0 && table("By rule, those raised in this time", [
      { title: "Rule", value: (s) => s.rule },
      { title: "Raised", number: true, value: (s) => exact(s.raised) },
      { title: "Still hold", number: true, value: (s) => exact(s.active) },
      { title: "Taken up after", number: true, value: (s) => span(s.timeToAcknowledge) },
      { title: "Over after", number: true, value: (s) => span(s.timeToResolve) },
    ], sums),
    dead.length > 0 && el("h2", {}, "Messages that could not be sent"),
    dead.length > 0 && table("Given up after a day, or refused for ever", [
      { title: "Channel", value: (d) => d.channel },
      { title: "When", wide: true, value: (d) => moment(d.createdAt, zone) },
      { title: "Alert", value: (d) => d.alert.message },
      { title: "Why", wide: true, value: (d) => d.error },
    ], dead.slice(0, 50)),
    el("p", {}, el("button", { type: "button", on: { click: refresh } }, "Refresh")),
  ].filter(Boolean);
}

export function told(active) {
  const firing = active.filter((a) => a.state === "Firing").length;
  const worst = ["Critical", "High", "Medium", "Low"].find((s) => active.some((a) => a.severity === s));
  if (active.length === 0) return "No alert holds.";
  const all = active.length === 1 ? "One alert holds" : `${active.length} alerts hold`;
  const open = firing === 0 ? "taken up" : firing === active.length ? "not taken up yet" : `${firing} of them not taken up yet`;
  return `${all}, ${active.length === 1 ? "" : "at most "}${worst.toLowerCase()}, ${open}.`;
}

// What to do stands below the words: on a phone a column of its own would lie beyond the edge.
const columns = (zone, act) => [
  { title: "Severity", wide: true, value: (a) => el("span", { class: a.severity === "Critical" || a.severity === "High" ? "bad" : "mark" }, a.severity) },
  { title: "In words", wide: true, value: (a) => el("div", { class: "words" }, a.message, act && act(a)) },
  { title: "Rule", value: (a) => a.rule },
  { title: "Whom", value: (a) => a.subject || "everything" },
  { title: "Since", wide: true, value: (a) => moment(a.raisedAt, zone) },
  { title: "State", wide: true, value: (a) => (a.state === "Acknowledged" ? `Acknowledged by ${a.actor ?? "somebody"}` : a.state) },
];

function actions(alert, refresh) {
  const act = async (what) => { await send("POST", `alerts/${encodeURIComponent(alert.id)}/${what}`, {}); refresh(); };
  const about = `${alert.rule}${alert.subject ? `, ${alert.subject}` : ""}`;
  const button = (text, run) => el("button", { type: "button", "aria-label": `${text}: ${about}`, on: { click: run } }, text);
  return el("div", { class: "row" },
    alert.state === "Firing" && button("Acknowledge", () => ask("Acknowledge", `You take up ${about}. Reminders and escalation rest until it worsens. It is written to the audit trail.`, [], () => act("acknowledge"))),
    button("Resolve", () => ask("Resolve", `${about} ends, and those who heard of it are told. What still holds raises another alert after the rule's cool-down. It is written to the audit trail.`, [], () => act("resolve"))),
    button("Dismiss", () => ask("Dismiss", `${about} ends, and the same is not raised again until all has once been well. It is written to the audit trail.`, [], () => act("dismiss"))));
}
