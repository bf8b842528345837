// Builds elements. Text only ever becomes a text node: a model called "<img onerror=…>" is shown, not run.
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "on") for (const [event, handler] of Object.entries(value)) element.addEventListener(event, handler);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

export function table(caption, columns, rows) {
  const head = el("tr", {}, columns.map((c) => el("th", { scope: "col", class: c.number ? "n" : undefined }, c.title)));
  const body = rows.map((row) => el("tr", {}, columns.map((c) =>
    el("td", { class: c.number ? "n" : c.wide ? undefined : "name", title: c.exact?.(row) }, c.value(row) ?? "–"))));
  return el("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": caption },
    el("table", {}, el("caption", {}, caption), el("thead", {}, head), el("tbody", {}, body)));
}

export function choice(title, value, options, take) {
  return el("label", {}, title, el("select", { on: { change: (e) => take(e.target.value) } },
    Object.entries(options).map(([v, text]) => el("option", { value: v, selected: v === value }, text))));
}

export function spark(values) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("class", "spark");
  svg.setAttribute("viewBox", "0 0 100 28");
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("aria-hidden", "true");
  const most = Math.max(...values, 1e-12);
  const step = 100 / Math.max(values.length - 1, 1);
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", values.map((v, i) => `${i ? "L" : "M"}${(i * step).toFixed(2)} ${(26 - (v / most) * 24).toFixed(2)}`).join(""));
  svg.append(path);
  return svg;
}

export function problem(error, retry) {
  return el("div", { class: "panel", role: "alert" },
    el("strong", {}, "This could not be loaded. "), error.message,
    el("p", { class: "quiet" }, `Since ${new Date().toLocaleTimeString()}. Calls are recorded all the while.`),
    el("button", { type: "button", on: { click: retry } }, "Try again"));
}

export function ask(title, text, fields, act) {
  const inputs = fields.map((f) => el("input", { id: `ask-${f.name}`, name: f.name, type: f.type ?? "text", value: f.value, autocomplete: "off" }));
  const fault = el("p", { class: "bad", role: "alert" });
  const run = async () => {
    try {
      await act(Object.fromEntries(inputs.map((i) => [i.name, i.value.trim()])));
      dialog.close();
    } catch (error) {
      fault.textContent = error.message;
    }
  };
  const dialog = el("dialog", { "aria-labelledby": "ask-title", on: { close: () => dialog.remove() } },
    el("h2", { id: "ask-title" }, title), el("p", {}, text),
    fields.map((f, i) => el("label", { for: `ask-${f.name}` }, f.label, inputs[i])), fault,
    el("div", { class: "actions" },
      el("button", { type: "button", on: { click: () => dialog.close() } }, "Cancel"),
      el("button", { type: "button", class: "primary", on: { click: run } }, title)));
  document.body.append(dialog);
  dialog.showModal();
}
