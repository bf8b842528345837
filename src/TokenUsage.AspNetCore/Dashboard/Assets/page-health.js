import { el, table } from "./dom.js";
import { get } from "./api.js";
import { moment, count } from "./format.js";

export async function health({ zone, refresh }) {
  const answer = await get("health", {}, { filtered: false });
  return [
    el("p", { class: "sentence" }, "The monitor is ", el("strong", { class: answer.level === "Healthy" ? "good" : "bad" }, answer.level.toLowerCase()), `, as of ${moment(answer.at, zone)}.`),
    table("Its parts", [
      { title: "Part", value: (c) => c.name },
      { title: "State", wide: true, value: (c) => el("span", { class: c.level === "Healthy" ? "good" : "bad" }, c.level) },
      { title: "In words", wide: true, value: (c) => c.description },
      { title: "What to do", wide: true, value: (c) => c.recommendation },
      { title: "Numbers", wide: true, value: (c) => Object.entries(c.numbers).map(([n, v]) => `${n} ${count(v)}`).join(", ") },
    ], answer.components),
    el("p", {}, el("button", { type: "button", on: { click: refresh } }, "Check again")),
  ];
}
