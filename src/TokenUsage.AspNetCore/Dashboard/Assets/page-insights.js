import { el, table } from "./dom.js";
import { get } from "./api.js";
import { intervalFor } from "./state.js";
import { money, count, moment, seconds, words } from "./format.js";

const show = (measure, value) => (measure === "Cost" ? money(value) : measure === "Latency" ? seconds(value) : count(Math.round(value)));

export async function insights({ range, zone, by }) {
  const interval = intervalFor(range) === "1d" || intervalFor(range) === "1w" ? "1d" : "1h";
  const reasons = by === "model" ? "feature" : by; // models are told apart inside each reason
  const [advice, anomalies, why, trends] = await Promise.all([
    get("recommendations", { range }, { filtered: false }),
    get("anomalies", { range, zone, interval }),
    get("explain", { range, by: reasons }),
    get("trends", { range, zone, interval, groupBy: by, top: 10 }),
  ]);
  return [
    el("h2", {}, "What would save money"),
    advice.length === 0 ? el("p", { class: "quiet" }, "Nothing stands out in this time.") : table("Recommendations, without filters", [
      { title: "What", value: (r) => r.title },
      { title: "Why", wide: true, value: (r) => r.message },
      { title: "Saves", number: true, value: (r) => (r.savingUsd === null ? "–" : `~ ${money(r.savingUsd)}`) },
      { title: "Priority", value: (r) => r.priority, wide: true },
    ], advice),
    el("h2", {}, "Why did the cost change?"),
    el("p", {}, `From ${money(why.beforeUsd)} to ${money(why.afterUsd)}, against the same time before.`),
    why.drivers.length > 0 && table(`Reasons, by ${reasons}`, [
      { title: reasons, value: (d) => d.key ?? "(none)" }, { title: "Kind", value: (d) => words(d.kind) },
      { title: "Share", number: true, value: (d) => `${d.usd >= 0 ? "+" : "−"}${money(Math.abs(d.usd))}` },
      { title: "In words", wide: true, value: (d) => d.message },
    ], why.drivers.slice(0, 15)),
    el("h2", {}, "What was unusual"),
    anomalies.length === 0 ? el("p", { class: "quiet" }, "Nothing was.") : table(`Unusual moments, times in ${zone}`, [
      { title: "When", value: (a) => moment(a.at, zone) },
      { title: "Found", number: true, value: (a) => show(a.measure, a.observed) },
      { title: "Expected", number: true, value: (a) => show(a.measure, a.expected) },
      { title: "In words", wide: true, value: (a) => a.message },
    ], anomalies.slice(0, 30)),
    el("h2", {}, "Where it is going"),
    table(`Trends of cost by ${by}`, [
      { title: by, value: (t) => t.key ?? "(none)" },
      { title: "Direction", value: (t) => t.direction },
      { title: "Per day", number: true, value: (t) => money(t.dailyAverage) },
      { title: "Per month", number: true, value: (t) => `~ ${money(t.monthlyProjection)}` },
      { title: "In words", wide: true, value: (t) => t.explanation },
    ], trends),
  ].filter(Boolean);
}
