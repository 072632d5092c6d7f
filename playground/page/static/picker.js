// A select in which one can type to find: one option, or several that show as chips.

import { h, put, say } from "./h.js";
import { Suggestions } from "./listbox.js";

const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** The control for long lists and for lists of people; see controls.js. */
class Picker {
  constructor(element, { page, touch, names }) {
    Object.assign(this, { element, words: page.words, touch });
    const all = element.groups.flatMap((group) => group.options);
    this.labels = new Map(all.map((one) => [one.value, one.label]));
    this.chosen = [element.holds].flat().filter(Boolean);
    this.focus = h("input", {
      id: names.id, class: "box", type: "text", "aria-label": names.label,
      "aria-describedby": names.described, "aria-required": names.required ? "true" : null,
      placeholder: element.placeholder || page.words.find,
      oninput: () => this.typed(), onclick: () => this.suggestions.show(),
      onkeydown: (event) => this.key(event), onblur: () => this.writeText(),
    });
    this.chips = h("span", { class: "chips" });
    this.limit = h("span", { class: "zone", role: "status" });
    this.suggestions = new Suggestions(this.focus, {
      label: names.label || page.words.choose, many: element.many, none: page.words.none_found,
      marksOnly: true,
      options: () => this.found(), choose: (one) => this.choose(one),
    });
    this.el = h("span", { class: "picker" }, element.many ? this.chips : null, this.focus,
      this.suggestions.list, this.limit);
    this.write();
  }

  read() {
    return this.element.many ? this.chosen : this.chosen[0] ?? "";
  }

  hold(value) {
    const same = JSON.stringify(value) === JSON.stringify(this.read());
    if (same || document.activeElement === this.focus) return;
    this.chosen = [value].flat().filter(Boolean);
    this.write();
  }

  get text() {
    return this.element.many ? "" : this.labels.get(this.chosen[0]) ?? "";
  }

  get isFull() {
    const { many, max } = this.element;
    return Boolean(many && max && this.chosen.length >= max);
  }

  /** What fits the typed words; a chosen option that was left as it stands fits everything. */
  found() {
    const typed = this.focus.value === this.text ? "" : fold(this.focus.value);
    return this.element.groups.map(({ label, options }) => ({
      label,
      options: options
        .filter((one) => fold(`${one.label} ${one.more}`).includes(typed))
        .map((one) => ({ ...one, chosen: this.chosen.includes(one.value) })),
    }));
  }

  choose({ value }) {
    if (!this.element.many) this.change([value]);
    else if (this.chosen.includes(value)) this.drop(value);
    else if (!this.isFull) this.change([...this.chosen, value]);
    this.focus.select();
  }

  drop(value) {
    this.change(this.chosen.filter((one) => one !== value));
  }

  change(values) {
    this.chosen = values;
    this.write();
    this.touch(this.read());
  }

  typed() {
    if (!this.element.many && this.focus.value === "" && this.chosen.length) this.change([]);
    this.suggestions.show();
  }

  /** Enter takes what is marked; as in Slack it sends no form. */
  key(event) {
    const { key } = event;
    if (key === "Enter") event.preventDefault();
    if (key === "Backspace" && this.element.many && !this.focus.value && this.chosen.length) {
      this.drop(this.chosen.at(-1));
    }
  }

  /** What is half typed goes; what is chosen stays. */
  writeText() {
    this.focus.value = this.text;
  }

  write() {
    this.writeText();
    this.limit.textContent = this.isFull
      ? say(this.words, "at_most", { count: this.element.max }) : "";
    this.chips.replaceChildren(...this.chosen.map((value) => this.chip(value)));
    put(this.chips, "hidden", this.chosen.length ? null : "");
  }

  chip(value) {
    const label = this.labels.get(value) ?? value;
    return h("button", {
      type: "button", class: "chip", "aria-label": say(this.words, "remove", { label }),
      onclick: () => {
        this.drop(value);
        this.focus.focus();
      },
    }, label, h("span", { "aria-hidden": "true" }, " ×"));
  }
}

/** See controls.js. */
export const picker = (element, around) => new Picker(element, around);
