// Draws every screen with the drawers of the playground's page. Nothing can be sent from here.

import { drawBlocks } from "/static/page/blocks.js";
import { h } from "/static/page/h.js";

const still = { do: async () => true, fill: () => null, flush: async () => {} };
const main = document.getElementById("screens");
const rows = new Map();

function look({ language, words, title, buttons, blocks }) {
  const place = h("div", { class: "blocks" });
  drawBlocks(place, blocks, { words, actions: still, ask: async () => false, place: {} });
  return h("section", { class: "look", lang: language.slice(0, 2) },
    h("p", { class: "hint" }, language), title ? h("h3", null, title) : null, place,
    h("div", { class: "ends" }, buttons.map((text) => h("span", { class: "button" }, text))));
}

for (const one of await (await fetch("/gallery/state")).json()) {
  if (!rows.has(one.name)) {
    const looks = h("div", { class: "looks" });
    const row = h("article", { class: "row", "aria-label": one.name }, h("h2", null, one.name), looks);
    rows.set(one.name, { row, looks });
    main.append(row);
  }
  rows.get(one.name).looks.append(look(one));
}

document.getElementById("part").addEventListener("input", ({ target }) => {
  for (const [name, { row }] of rows) row.hidden = !name.includes(target.value);
});
document.body.classList.add("ready");
