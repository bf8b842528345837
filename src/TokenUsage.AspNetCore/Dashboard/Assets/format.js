// Two significant digits below a cent, cents above.
export function money(usd) {
  if (usd === null || usd === undefined) return "unpriced";
  if (usd === 0) return "$0.00";
  if (Math.abs(usd) < 0.01) {
    const rounded = Number(usd.toPrecision(2));
    return `$${rounded.toFixed(Math.min(12, 1 - Math.floor(Math.log10(Math.abs(rounded)))))}`;
  }
  return usd.toLocaleString("en-US", { style: "currency", currency: "USD" });
}

export function count(value) {
  if (value === null || value === undefined) return "–";
  for (const [unit, size] of [["T", 1e12], ["G", 1e9], ["M", 1e6], ["k", 1e4]]) {
    if (Math.abs(value) >= size) return `${(value / (unit === "k" ? 1e3 : size)).toFixed(2)} ${unit}`;
  }
  return value.toLocaleString("en-US");
}

export const exact = (value) => (value ?? 0).toLocaleString("en-US");

export function seconds(value) {
  if (value === null || value === undefined) return "–";
  return value < 1 ? `${Math.round(value * 1000)} ms` : `${value.toFixed(2)} s`;
}

export function span(value) {
  if (value === null || value === undefined) return "–";
  const [unit, size] = [["days", 86400], ["hours", 3600], ["minutes", 60]].find(([, length]) => value >= 2 * length) ?? ["s", 1];
  return `${(value / size).toFixed(size === 1 ? 0 : 1)} ${unit}`;
}

export function share(part, whole) {
  return whole ? `${((100 * part) / whole).toFixed(part === whole ? 0 : 1)} % of ${count(whole)}` : "–";
}

export function change(now, before) {
  if (!before) return "nothing before to compare with";
  const part = (now - before) / before;
  const size = `${Math.abs(100 * part).toFixed(0)} %`;
  return Math.abs(part) < 0.005 ? "as before" : part > 0 ? `▲ ${size} more than before` : `▼ ${size} less than before`;
}

export function moment(text, zone, short = false) {
  const options = short === "day" ? { month: "short", day: "numeric" } : short ? { month: "short", day: "numeric", hour: "2-digit", minute: "2-digit" } : { dateStyle: "medium", timeStyle: "medium" };
  return new Intl.DateTimeFormat("en-GB", { ...options, timeZone: zone }).format(new Date(text));
}

// "CallCompleted" as people read it.
export const words = (name) => name.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase().replace(/^./, (letter) => letter.toUpperCase());

export const keyOf = (group) => (group.isOther ? "other" : group.key.map((k) => k ?? "(none)").join(" · "));

export const tokensOf = (totals) => totals.tokens.total ?? 0;

// Estimated and unpriced amounts carry a word, not colour alone.
export function certainty(totals) {
  const words = [];
  if (totals.coverage.estimatedCalls > 0) words.push("~ part estimated");
  if (totals.coverage.unpricedCalls > 0) words.push("part unpriced");
  return words.join(", ");
}
