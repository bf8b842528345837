import { el, table } from "./dom.js";
import { moment } from "./format.js";

// Okabe and Ito's colours: told apart by the colour-blind too.
const palette = ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#9a8c00"];
const taken = new Map(JSON.parse(sessionStorage.getItem("colours") ?? "[]"));
const open = new Set();

// The same name has the same colour on every page.
export function colourOf(name) {
  if (name === "other") return "#8a8f98";
  if (!taken.has(name)) {
    taken.set(name, palette[taken.size % palette.length]);
    sessionStorage.setItem("colours", JSON.stringify([...taken].slice(0, 200)));
  }
  return taken.get(name);
}

const ink = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

addEventListener("resize", () => open.forEach((chart) => chart.resize()));

export function closeAll() {
  open.forEach((chart) => chart.dispose());
  open.clear();
}

// series: [{ name, points: Map(start → number) }]; band: [{ start, expected, lower, upper }]; marks: [{ at, text, value }]
export function overTime({ title, series, zone, format, band = [], marks = [], type = "bar" }) {
  const starts = [...new Set([...series.flatMap((s) => [...s.points.keys()]), ...band.map((p) => p.start)])].sort();
  const isDaily = starts.length > 1 && new Date(starts[1]) - new Date(starts[0]) > 72e6; // a short day has 23 hours
  const labels = starts.map((s) => moment(s, zone, isDaily ? "day" : true));
  const box = el("div", { class: "chart", role: "img", "aria-label": `${title}; the same numbers are in the table below` });
  const drawn = series.map((s) => ({
    name: s.name, type, stack: "all", symbol: "none", itemStyle: { color: colourOf(s.name) }, barMaxWidth: 40,
    data: starts.map((start) => s.points.get(start) ?? (band.some((b) => b.start === start) ? null : 0)),
  }));
  if (band.length > 0) drawn.push(...bandSeries(band, starts));
  if (marks.length > 0 && drawn[0]) drawn[0].markPoint = { symbol: "pin", symbolSize: 28, label: { show: true, formatter: "!" }, itemStyle: { color: "#d55e00" }, data: marksOf(marks, starts, labels) };
  requestAnimationFrame(() => draw(box, drawn, labels, format, zone));
  return el("figure", { class: "plain" }, box, el("details", {}, el("summary", {}, "The same as a table"),
    table(`${title}, times in ${zone}`, [
      { title: "From", value: (start) => moment(start, zone), wide: true },
      ...series.map((s) => ({ title: s.name, number: true, value: (start) => format(s.points.get(start) ?? 0) })),
    ], starts.filter((start) => !band.some((b) => b.start === start)))));
}

function draw(box, series, labels, format, zone) {
  if (!box.isConnected || !globalThis.echarts) return;
  const chart = echarts.init(box, null, { renderer: "canvas" });
  open.add(chart);
  const quiet = ink("--quiet");
  chart.setOption({
    animation: false,
    grid: { left: 8, right: 8, top: 40, bottom: 8, containLabel: true },
    legend: { top: 0, data: series.map((s) => s.name).filter((n) => !n.startsWith("forecast, ")), type: "scroll", textStyle: { color: ink("--ink") }, pageTextStyle: { color: quiet } },
    // Drawn, not written as markup: names come from outside.
    tooltip: { trigger: "axis", renderMode: "richText", confine: true, order: "valueDesc", valueFormatter: (v) => (v === null || v === undefined ? "–" : format(v)), backgroundColor: ink("--raised"), borderColor: ink("--rule"), textStyle: { color: ink("--ink") } },
    xAxis: { type: "category", data: labels, name: zone, nameLocation: "end", axisLabel: { color: quiet, hideOverlap: true }, axisLine: { lineStyle: { color: ink("--rule") } }, nameTextStyle: { color: "transparent" } },
    yAxis: { type: "value", min: 0, axisLabel: { color: quiet, formatter: format }, splitLine: { lineStyle: { color: ink("--rule") } } },
    series,
  });
}

function bandSeries(band, starts) {
  const at = new Map(band.map((p) => [p.start, p]));
  const line = (pick) => starts.map((s) => (at.has(s) ? Math.max(0, pick(at.get(s))) : null));
  const common = { type: "line", symbol: "none", silent: true };
  return [
    { ...common, name: "forecast, at least", stack: "band", lineStyle: { opacity: 0 }, itemStyle: { color: "#8a8f98" }, data: line((p) => p.lower) },
    { ...common, name: "forecast, spread", stack: "band", lineStyle: { opacity: 0 }, itemStyle: { color: "#8a8f98" }, areaStyle: { color: "#8a8f98", opacity: 0.25 }, data: line((p) => p.upper - Math.max(0, p.lower)) },
    { ...common, name: "forecast", lineStyle: { type: "dashed", color: "#8a8f98" }, itemStyle: { color: "#8a8f98" }, data: line((p) => p.expected) },
  ];
}

function marksOf(marks, starts, labels) {
  return marks.flatMap((mark) => {
    const i = starts.findLastIndex((s) => s <= mark.at);
    return i < 0 ? [] : [{ name: mark.text, coord: [labels[i], mark.value], value: "!" }];
  });
}
