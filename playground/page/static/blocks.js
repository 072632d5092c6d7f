// One drawer for each kind of block.

import { chart, table } from "./charts.js";
import { control } from "./controls.js";
import { h, freshId, put, redraw, say } from "./h.js";
import { spans } from "./spans.js";

/** Show these blocks in `parent`; unchanged ones stay as they are. */
export function drawBlocks(parent, blocks, page) {
  redraw(parent, blocks, (block) => block.id, (block) => drawBlock(block, page));
}

function drawBlock(block, page) {
  const draw = DRAW[block.draw];
  return draw ? draw(block, page)
    : h("p", { class: "unknown" }, say(page.words, "cannot_draw", block));
}

/** Words that are a paragraph unless they bring paragraphs of their own. */
const words = (list, name = "text") => h("div", { class: name }, spans(list));

/** Below the name of the room stand the headings of Home, below that of a modal or a day others. */
function header(block, page) {
  const level = page.place.kind === "home" ? "h2" : "h3";
  return h(level, { class: "header" }, spans(block.text));
}

function section(block, page) {
  const made = block.accessory && control(block.accessory, block, page,
    { label: block.accessory.placeholder || block.label || null });
  const el = h("div", { class: "section" },
    h("div", { class: "grow" },
      block.text.length ? words(block.text) : null,
      block.fields?.length ? h("div", { class: "fields" }, block.fields.map((one) => words(one))) : null),
    made && h("div", { class: "accessory" }, made.el));
  if (made?.hold) el.update = (now) => made.hold(now.accessory.holds);
  return el;
}

function actions(block, page) {
  const made = block.elements.map((one) => control(one, block, page,
    { label: one.placeholder || page.words.choose }));
  const el = h("div", { class: "actions" }, made.map((one) => one.el));
  el.update = (now) => now.elements.forEach((one, index) => made[index].hold?.(one.holds));
  return el;
}

function input(block, page) {
  const [labelId, hintId, errorId, id] = [freshId(), freshId(), freshId(), freshId()];
  const described = [block.hint.length && hintId, errorId].filter(Boolean).join(" ");
  const isGroup = block.element.control === "choices";
  const made = control(block.element, block, page,
    { id, described, labelled: isGroup ? labelId : null, required: !block.optional });
  const error = h("p", { id: errorId, class: "error" });
  const label = [block.label, block.optional ? ` ${page.words.optional}` : null];
  const el = h("div", { class: "input", oninput: () => mark(""), onchange: () => mark("") },
    isGroup ? h("p", { id: labelId, class: "label" }, label)
      : h("label", { id: labelId, class: "label", for: id }, label),
    block.hint.length ? h("p", { id: hintId, class: "hint" }, spans(block.hint)) : null,
    made.el, error);
  const mark = (text) => {
    error.textContent = text;
    put(error, "hidden", text ? null : "");
    el.classList.toggle("wrong", Boolean(text));
    if (made.focus) put(isGroup ? made.el : made.focus, "aria-invalid", text ? "true" : null);
  };
  mark(block.error);
  el.control = made;
  el.update = (now) => {
    made.hold?.(now.element.holds);
    mark(now.error);
  };
  if (block.element.focus) el.wantsFocus = true;
  return el;
}

function card(block, page) {
  const row = actions({ ...block, elements: block.elements }, page);
  return h("div", { class: "card" },
    block.title.length ? h("p", { class: "title" }, spans(block.title)) : null,
    block.subtitle.length ? h("p", { class: "hint" }, spans(block.subtitle)) : null,
    block.text.length ? words(block.text) : null, block.elements.length ? row : null);
}

function nested(name) {
  return (block, page) => {
    const inside = h("div", { class: name });
    drawBlocks(inside, block.blocks, page);
    return block.title?.length
      ? h("div", { class: "card" }, h("p", { class: "title" }, spans(block.title)), inside)
      : inside;
  };
}

function image(block) {
  const drawn = block.src ? h("img", { src: block.src, alt: block.alt })
    : h("div", { class: "picture", role: "img", "aria-label": block.alt }, block.alt);
  return h("figure", null, drawn,
    block.title.length ? h("figcaption", null, spans(block.title)) : null);
}

function file(block, page) {
  const name = h("span", null, h("strong", null, block.title),
    h("small", null, block.more || page.words.file));
  const inside = [h("span", { class: "sheet", "aria-hidden": "true" }), name];
  return block.href
    ? h("a", { class: "file", href: block.href, target: "_blank", rel: "noopener noreferrer" }, inside)
    : h("div", { class: "file" }, inside);
}

function plan(block, page) {
  return h("div", { class: "card" }, block.title ? h("p", { class: "title" }, block.title) : null,
    h("ul", { class: "tasks" }, block.tasks.map((one) => h("li", { class: one.is_done && "done" },
      `${one.title} · ${one.is_done ? page.words.done : page.words.open}`))));
}

const divider = () => h("hr");
const context = (block) => h("div", { class: "context" }, block.parts.map((one) => words(one)));
const alert = (block) => h("div", { class: `alert ${block.level}`, role: "note" }, spans(block.text));
const rich = (block) => words(block.text, "text rich");
const carousel = nested("carousel");
const container = nested("container");

const DRAW = {
  actions, alert, card, carousel, chart, container, context, divider, file, header, image, input,
  plan, rich, section, table,
};
