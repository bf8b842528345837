import { read, lengthOf } from "./state.js";

export const root = new URL("../../api/", import.meta.url);

export function address(path, parameters = {}, { filtered = true } = {}) {
  const url = new URL(path, root);
  for (const [name, value] of Object.entries(parameters)) if (value !== null && value !== undefined) url.searchParams.append(name, value);
  if (filtered) for (const [name, value] of read().filters) url.searchParams.append(name, value);
  return url;
}

export async function get(path, parameters, options) {
  return answer(await fetch(address(path, parameters, options), { headers: { accept: "application/json" } }));
}

export async function send(method, path, body) {
  return answer(await fetch(new URL(path, root), {
    method, headers: { "content-type": "application/json", "x-token-usage": "1" }, body: JSON.stringify(body),
  }));
}

async function answer(response) {
  if (response.status === 204) return null;
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(body.detail ?? `The service answered ${response.status}.`);
  return body;
}

// The same length of time just before.
export function before(range, asOf) {
  const length = lengthOf(range) * 1000;
  const end = new Date(asOf).getTime() - length;
  return { from: new Date(end - length).toISOString(), to: new Date(end).toISOString() };
}
