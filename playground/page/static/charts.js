// Figures: the server says where everything stands, this draws it.

import { h, say } from "./h.js";
import { spans } from "./spans.js";

/** A chart as a picture with a legend, and the same figures as a table. */
export function chart(block, page) {
  const [width, height] = block.size;
  const [below, beside] = block.axes;
  const svg = h("svg:svg", {
    viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": block.title,
    class: `chart ${block.kind}`,
  },
  block.ticks.map(({ y, text }) => [
    h("svg:line", { x1: 52, x2: width - 12, y1: y, y2: y, class: "grid" }),
    h("svg:text", { x: 44, y: y + 4, class: "tick" }, text)]),
  block.shapes.map(shape),
  block.marks.map(({ x, y, text }) => h("svg:text", { x, y, class: "mark" }, text)));
  return h("figure", { class: "figure" },
    h("figcaption", null, block.title),
    beside ? h("p", { class: "hint" }, beside) : null,
    h("div", { class: "board" }, svg, legend(block)),
    below ? h("p", { class: "hint below" }, below) : null,
    h("details", null, h("summary", null, page.words.figures), plainTable(block)));
}

function shape(one) {
  const name = `s${one.series}`;
  if (one.draw === "dot") return h("svg:circle", { cx: one.x, cy: one.y, r: 4, class: `dot ${name}` });
  if (one.draw !== "bar") return h("svg:path", { d: one.d, class: `${one.draw} ${name}` });
  const { x, y, width, height } = one;
  return [h("svg:rect", { x, y, width, height, rx: 3, class: `bar ${name}` }),
    one.text ? h("svg:text", { x: x + width / 2, y: y - 5, class: "mark" }, one.text) : null];
}

function legend(block) {
  if (!block.legend.length) return null;
  return h("ul", { class: "legend" }, block.legend.map((text, index) =>
    h("li", null, h("span", { class: `key s${index}`, "aria-hidden": "true" }), text)));
}

function plainTable(block) {
  const [first, ...names] = block.head;
  return h("table", null,
    h("thead", null, h("tr", null, h("td", null, first),
      names.map((one) => h("th", { scope: "col" }, one)))),
    h("tbody", null, block.rows.map(([name, ...cells]) => h("tr", null,
      h("th", { scope: "row" }, name), cells.map((one) => h("td", { class: "number" }, one))))));
}

/** A table; a long one begins with its first page. */
export function table(block, page) {
  const page_size = block.page ?? block.rows.length;
  const rows = block.rows.map((row, index) => h("tr", { hidden: index >= page_size },
    row.map((cell, column) => cellOf(cell, column === block.row_head))));
  const body = h("tbody", null, rows);
  const more = rows.length > page_size ? h("button", {
    type: "button", class: "button quiet",
    onclick: () => {
      rows.forEach((row) => { row.hidden = false; });
      more.remove();
    },
  }, say(page.words, "show_all", { count: rows.length })) : null;
  return h("div", { class: "figure", role: "region", tabindex: "0",
    "aria-label": block.caption || page.words.figures },
  h("table", null,
    block.caption ? h("caption", null, block.caption) : null,
    block.head ? h("thead", null, h("tr", null, block.head.map((cell) =>
      h("th", { scope: "col", class: cell.number ? "number" : null }, spans(cell.text))))) : null,
    body), more);
}

function cellOf(cell, isHead) {
  const name = cell.number ? "number" : null;
  return isHead ? h("th", { scope: "row", class: name }, spans(cell.text))
    : h("td", { class: name }, spans(cell.text));
}
