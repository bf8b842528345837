import { el, problem } from "./dom.js";
import { get } from "./api.js";
import * as state from "./state.js";
import { closeAll } from "./charts.js";
import { overview } from "./page-overview.js";
import { explore } from "./page-explore.js";
import { models, features } from "./page-groups.js";
import { users } from "./page-users.js";
import { quotas } from "./page-quotas.js";
import { alerts } from "./page-alerts.js";
import { insights } from "./page-insights.js";
import { live } from "./page-live.js";
import { health } from "./page-health.js";

const pages = {
  "": { title: "Overview", key: "o", show: overview },
  explore: { title: "Explore", key: "e", show: explore },
  users: { title: "Users", key: "u", show: users },
  models: { title: "Models", key: "m", show: models },
  features: { title: "Features and agents", key: "f", show: features },
  quotas: { title: "Quotas", key: "q", show: quotas, whole: true },
  alerts: { title: "Alerts", key: "a", show: alerts },
  insights: { title: "Insights", key: "i", show: insights, whole: true },
  live: { title: "Live", key: "l", show: live },
  health: { title: "Health", key: "h", show: health, whole: true },
};
const ranges = { "1h": "Last hour", "24h": "Last 24 hours", "7d": "Last 7 days", "30d": "Last 30 days", "90d": "Last 90 days", "365d": "Last year" };
const home = new URL("../../", import.meta.url);
const main = document.getElementById("main");
let settings, leave = null, turn = 0;

const name = () => location.pathname.slice(home.pathname.length).replace(/\/$/, "");
const page = () => pages[name()] ?? pages[""];

async function show() {
  const mine = ++turn;
  controls();
  navigation();
  main.setAttribute("aria-busy", "true"); // the old numbers stay, dimmed
  const now = state.read();
  const context = { ...now, zone: now.zone ?? settings.timeZone, settings, refresh: show, onLeave: (action) => { leave = action; } };
  leave?.();
  leave = null;
  let content;
  try {
    content = await page().show(context);
  } catch (error) {
    content = [problem(error, show)];
  }
  if (mine !== turn) return; // a later choice was faster
  closeAll();
  main.replaceChildren(el("h1", {}, page().title), ...content);
  main.setAttribute("aria-busy", "false");
  document.title = `${page().title} · Token usage`;
}

function navigation() {
  const links = Object.entries(pages).filter(([, p]) => settings.seesEverything || !p.whole).map(([path, p]) => {
    const url = new URL(path, home);
    url.search = location.search;
    const go = (event) => {
      if (event.metaKey || event.ctrlKey) return;
      event.preventDefault();
      history.pushState(null, "", url);
      dispatchEvent(new Event("popstate"));
      main.focus({ preventScroll: true });
    };
    return el("a", { href: url, "aria-current": p === page() ? "page" : undefined, on: { click: go } }, p.title);
  });
  document.getElementById("nav").replaceChildren(...links);
}

function controls() {
  const now = state.read();
  const zones = [...new Set(["UTC", settings.timeZone, Intl.DateTimeFormat().resolvedOptions().timeZone, now.zone ?? "UTC"])];
  const option = (value, text, chosen) => el("option", { value, selected: value === chosen }, text);
  const range = el("select", { on: { change: (e) => state.write({ range: e.target.value }) } },
    Object.entries({ ...ranges, ...(ranges[now.range] ? {} : { [now.range]: now.range }) }).map(([v, t]) => option(v, t, now.range)));
  // The other four hundred when somebody looks for one: they would take longer than the rest of the page.
  const fill = (e) => { if (e.target.length === zones.length) e.target.append(...Intl.supportedValuesOf("timeZone").filter((z) => !zones.includes(z)).map((z) => option(z, z))); };
  const zone = el("select", { on: { change: (e) => state.write({ zone: e.target.value }), focus: fill, pointerdown: fill } }, zones.map((z) => option(z, z, now.zone ?? settings.timeZone)));
  const filter = el("input", { id: "filter", placeholder: "model=gpt-4o", on: { keydown: (e) => { if (e.key === "Enter") take(e.target); } } });
  document.getElementById("controls").replaceChildren(
    el("label", {}, "Time range", range), el("label", {}, "Time zone", zone),
    el("label", {}, "Filter, then Enter", filter),
    el("div", { class: "chips" }, now.filters.map(([n, v]) =>
      el("button", { type: "button", "aria-label": `Remove filter ${n} is ${v}`, on: { click: () => state.removeFilter(n, v) } }, `${n} = ${v}`))));
}

function take(input) {
  const [left, ...rest] = input.value.split("=");
  if (rest.length === 0 || !left.trim()) return;
  state.addFilter(left.trim(), rest.join("=").trim());
}

function theme(choice) {
  document.documentElement.dataset.theme = choice;
  const button = document.getElementById("theme");
  button.textContent = choice === "dark" ? "Light" : "Dark";
  button.setAttribute("aria-label", `Switch to ${choice === "dark" ? "light" : "dark"}`);
}

function help() {
  const dialog = el("dialog", { on: { close: () => dialog.remove() } }, el("h2", {}, "Keys"),
    el("ul", {}, el("li", {}, "/ filter"), el("li", {}, "? this help"), Object.values(pages).map((p) => el("li", {}, `g ${p.key} ${p.title}`))),
    el("button", { type: "button", on: { click: () => dialog.close() } }, "Close"));
  document.body.append(dialog);
  dialog.showModal();
}

let waiting = false;
addEventListener("keydown", (event) => {
  if (event.target.matches("input, select, textarea") || event.metaKey || event.ctrlKey || event.altKey) return;
  const target = waiting && Object.entries(pages).find(([, p]) => p.key === event.key);
  waiting = event.key === "g";
  if (target) document.querySelectorAll("#nav a").forEach((a) => a.textContent === target[1].title && a.click());
  else if (event.key === "/") { event.preventDefault(); document.getElementById("filter").focus(); }
  else if (event.key === "?") help();
});
addEventListener("popstate", show);
document.getElementById("theme").addEventListener("click", () => {
  const next = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
  localStorage.setItem("theme", next);
  theme(next);
  show();
});

theme(localStorage.getItem("theme") ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light"));
try {
  settings = await get("settings", {}, { filtered: false });
  document.getElementById("foot").textContent = `TokenUsage ${settings.version}. ${settings.canWrite ? "" : "For reading only. "}Press ? for keys.`;
  await show();
} catch (error) {
  main.replaceChildren(problem(error, () => location.reload()));
}
