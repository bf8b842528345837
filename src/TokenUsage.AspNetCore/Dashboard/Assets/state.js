// What is looked at stands in the address: a reload keeps it, and a link shares it.
const known = new Set(["range", "from", "to", "zone", "by", "interval", "measure", "severity", "token"]);

export function read() {
  const query = new URLSearchParams(location.search);
  const filters = [...query].filter(([name]) => !known.has(name));
  return { range: query.get("range") ?? "30d", zone: query.get("zone"), by: query.get("by") ?? "model", interval: query.get("interval"), measure: query.get("measure") ?? "cost", severity: query.get("severity") ?? "low", filters };
}

export function write(changes) {
  const query = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(changes)) {
    if (value) query.set(name, value);
    else query.delete(name);
  }
  history.pushState(null, "", `${location.pathname}?${query}`);
  dispatchEvent(new Event("popstate"));
}

export function addFilter(name, value) {
  const query = new URLSearchParams(location.search);
  query.append(name, value);
  history.pushState(null, "", `${location.pathname}?${query}`);
  dispatchEvent(new Event("popstate"));
}

export function removeFilter(name, value) {
  const query = new URLSearchParams(location.search);
  query.delete(name, value);
  history.pushState(null, "", `${location.pathname}?${query}`);
  dispatchEvent(new Event("popstate"));
}

const units = { m: 60, h: 3600, d: 86400, w: 604800 };

export const lengthOf = (range) => parseInt(range, 10) * (units[range.at(-1)] ?? 86400);

export function intervalFor(range) {
  const length = lengthOf(range);
  return length <= 7200 ? "1m" : length <= 172800 ? "1h" : length <= 5184000 ? "1d" : "1w";
}

export function inWords(range) {
  const [number, unit] = [parseInt(range, 10), { m: "minute", h: "hour", d: "day", w: "week" }[range.at(-1)]];
  return unit === undefined ? range : number === 1 ? unit : `${number} ${unit}s`;
}
