import { el } from "./dom.js";
import { address } from "./api.js";
import { money, count, seconds, moment, words } from "./format.js";

const most = 200;
const pause = 250; // at most four redraws a second

export async function live({ zone, onLeave }) {
  const body = el("tbody");
  const status = el("p", { role: "status" }, "Connecting…");
  const waiting = [];
  let isPaused = false, seen = 0, timer = null;
  const source = new EventSource(address("live", { replay: 50 }));
  const flush = () => {
    timer = null;
    if (isPaused) return;
    body.prepend(...waiting.splice(0).slice(-most).reverse().map((e) => row(e, zone)));
    while (body.childElementCount > most) body.lastElementChild.remove();
    status.textContent = `Connected. ${count(seen)} events since this page was opened; the latest ${most} are shown.`;
  };
  const take = (event) => {
    seen++;
    waiting.push(JSON.parse(event.data));
    if (waiting.length > most) waiting.shift();
    timer ??= setTimeout(flush, pause);
  };
  for (const kind of ["callCompleted", "callFailed", "callRefused", "quotaWarned", "quotaExceeded", "anomaly", "alert", "priceChanged", "system", "custom"]) source.addEventListener(kind, take);
  source.onopen = () => { status.textContent = "Connected. Waiting for calls."; };
  source.onerror = () => { status.textContent = `The stream broke at ${new Date().toLocaleTimeString()}; it is opened again, and goes on where it was.`; };
  onLeave(() => { source.close(); clearTimeout(timer); });
  const button = el("button", { type: "button", "aria-pressed": "false", on: { click: () => { isPaused = !isPaused; button.setAttribute("aria-pressed", String(isPaused)); button.textContent = isPaused ? "Go on" : "Pause"; flush(); } } }, "Pause");
  const heads = ["When", "What", "Model", "User", "Feature", "Tokens", "Cost", "Took", "Note"].map((t, i) => el("th", { scope: "col", class: i >= 5 && i <= 7 ? "n" : undefined }, t));
  return [status, button, el("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Live calls" },
    el("table", {}, el("caption", {}, `What happens, latest first, times in ${zone}`), el("thead", {}, el("tr", {}, heads)), body))];
}

function row(event, zone) {
  const record = event.record;
  const dimensions = record?.dimensions ?? event.scope;
  const isBad = event.kind === "CallFailed" || event.kind === "CallRefused" || event.kind === "QuotaExceeded";
  const cell = (text, number) => el("td", { class: number ? "n" : "name" }, text ?? "–");
  return el("tr", {}, cell(moment(event.at, zone)), el("td", { class: isBad ? "bad" : undefined }, words(event.kind)), cell(record?.model),
    cell(dimensions.user), cell(dimensions.feature), cell(count(record?.tokens.total), true),
    cell(record ? money(record.cost.usd) : "–", true), cell(record ? seconds(record.duration) : "–", true),
    cell([record?.source === "Estimated" ? "~ estimated" : "", record?.errorType ?? "", event.message ?? ""].filter(Boolean).join(" ")));
}
