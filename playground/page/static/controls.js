// One control for each kind of element: `{el, read(), hold(value)}`.
//
// `names` ties a control to its words: `id` for a label's `for`, `label` when there is no label
// element, `described` with the ids of hint and error. `touch(value, sends)` tells of a change;
// `sends` is false while somebody is still typing.

import { h, freshId, put, say } from "./h.js";
import { Menu } from "./menu.js";
import { picker } from "./picker.js";
import { spans } from "./spans.js";

/** The control of an element. `page` has `words`, `actions`, `ask`, `place`. */
export function control(element, block, page, names = {}) {
  const make = CONTROLS[element.control];
  if (!make) return { el: h("p", { class: "unknown" }, say(page.words, "cannot_draw", element)) };
  const at = { place: page.place, block: block.id, action: element.action };
  const touch = async (value, sends = true) => {
    if (sends && element.sends && element.confirm && !(await page.ask(element.confirm))) {
      made.hold(element.holds);
      return;
    }
    page.actions.fill({ ...at, value, sends }, { soon: !sends });
  };
  const made = make(element, { page, at, touch, names });
  const hold = made.hold?.bind(made);
  // What the server held before it heard of the last touch is no news.
  if (hold) made.hold = (value) => page.actions.isTelling(at) || hold(value);
  return made;
}

const tied = ({ id, label, described, required }) => ({
  id, "aria-label": label, "aria-describedby": described, "aria-required": required ? "true" : null,
});

function text(element, { touch, names }) {
  const el = h(element.multiline ? "textarea" : "input", {
    ...tied(names), class: "box", placeholder: element.placeholder || null,
    type: element.multiline ? null : { url: "url", email: "email" }[element.kind] ?? "text",
    inputmode: element.kind === "number" ? "decimal" : null,
    rows: element.multiline ? "4" : null, autocomplete: "off",
    oninput: () => touch(el.value, false),
    onchange: () => touch(el.value, false),
    onkeydown: (event) => {
      if (event.key !== "Enter" || element.multiline || !element.sends) return;
      event.preventDefault();
      touch(el.value);
    },
  });
  return field(el, element);
}

function moment(element, { page, touch, names }) {
  const el = h("input", {
    ...tied(names), class: "box", type: element.kind, onchange: () => touch(el.value),
    oninput: () => touch(el.value, false),
  });
  const made = field(el, element);
  if (!element.zone) return made;
  const zone = h("span", { class: "zone" }, say(page.words, "zone", element));
  return { ...made, el: h("span", { class: "moment" }, el, zone) };
}

/** A native box. What somebody is typing is never replaced. */
function field(el, element) {
  el.value = element.holds;
  let last = element.holds;
  const hold = (value) => {
    if (value !== last && value !== el.value && document.activeElement !== el) el.value = value;
    last = value;
  };
  return { el, focus: el, read: () => el.value, hold };
}

function select(element, { page, touch, names }) {
  const el = h("select", { ...tied(names), class: "box", onchange: () => touch(el.value) },
    h("option", { value: "" }, element.placeholder || page.words.choose),
    element.groups.map(({ label, options }) => {
      const inside = options.map((one) => h("option", { value: one.value },
        one.more ? `${one.label} – ${one.more}` : one.label));
      return label ? h("optgroup", { label }, inside) : inside;
    }));
  return field(el, element);
}

function choices(element, { touch, names }) {
  const type = element.many ? "checkbox" : "radio";
  const name = freshId();
  const boxes = element.options.map((one) => h("input", {
    type, name, id: freshId(), value: one.value, onchange: () => touch(read()),
    "aria-describedby": names.described,
  }));
  const read = () => {
    const chosen = boxes.filter((box) => box.checked).map((box) => box.value);
    return element.many ? chosen : chosen[0] ?? "";
  };
  const hold = (value) => boxes.forEach((box) => { box.checked = [value].flat().includes(box.value); });
  const rows = element.options.map((one, index) => h("div", { class: "choice" }, boxes[index],
    h("label", { for: boxes[index].id }, spans(one.label),
      one.more.length ? h("small", null, spans(one.more)) : null)));
  hold(element.holds);
  const el = h("div", {
    class: "choices", role: element.many ? "group" : "radiogroup", "aria-label": names.label,
    "aria-labelledby": names.labelled, "aria-describedby": names.described,
    "aria-required": names.required && !element.many ? "true" : null,
  }, rows);
  return { el, focus: boxes[0], read, hold };
}

/** Runs an action while its button shows that it is busy. */
async function busy(button, work) {
  if (button.getAttribute("aria-disabled") === "true") return;
  put(button, "aria-disabled", "true");
  try {
    await work();
  } finally {
    put(button, "aria-disabled", null);
  }
}

function button(element, { page, at }) {
  const press = async (event) => {
    if (element.confirm) {
      event.preventDefault();
      if (!(await page.ask(element.confirm))) return;
      if (element.href) window.open(element.href, "_blank", "noopener");
    }
    await busy(el, () => page.actions.flush().then(() => page.actions.do("press", at)));
  };
  const shared = { class: `button ${element.style ?? ""}`, "aria-label": element.aria, onclick: press };
  const el = element.href
    ? h("a", { ...shared, href: element.href, target: "_blank", rel: "noopener noreferrer" },
      element.label)
    : h("button", { ...shared, type: "button" }, element.label);
  return { el };
}

function feedback(element, { page, at }) {
  const buttons = element.options.map((one) => h("button", {
    type: "button", class: "button",
    onclick: (event) => busy(event.currentTarget, () =>
      page.actions.do("press", { ...at, option: one.value })),
  }, one.label));
  return { el: h("span", { class: "pair" }, buttons) };
}

function overflow(element, { page, at }) {
  const take = async (index) => {
    const { value, href } = element.options[index];
    if (element.confirm && !(await page.ask(element.confirm))) return;
    if (href) window.open(href, "_blank", "noopener");
    await busy(menu.opener, () => page.actions.do("press", { ...at, option: value }));
  };
  const menu = new Menu(element.label, element.options.map((one) => one.label), take);
  return { el: menu.el };
}

function image(element) {
  return { el: h("span", { class: "picture", role: "img", "aria-label": element.alt }, element.alt) };
}

const CONTROLS = { text, moment, select, choices, picker, button, overflow, feedback, image };
