// A list of suggestions below (or above) a text box, worked by keyboard and mouse.

import { h, freshId, put } from "./h.js";

/** Turns `input` into a combobox. `options()` gives groups of `{label, options: [{value, label,
 * more, chosen}]}`, `choose(option)` is called for the one taken, `none` is said when nothing fits.
 * With `marksOnly` the only option that fits what is typed is marked, so that Enter takes it. */
export class Suggestions {
  constructor(input, { label, many = false, none = null, marksOnly = false, options, choose }) {
    Object.assign(this, { input, many, none, marksOnly, options, choose, shown: [], active: -1 });
    this.list = h("div", {
      id: freshId(), role: "listbox", class: "suggestions", hidden: true, "aria-label": label,
      "aria-multiselectable": many || null, tabindex: "-1",
    });
    put(input, "role", "combobox");
    put(input, "autocomplete", "off");
    put(input, "aria-autocomplete", "list");
    put(input, "aria-controls", this.list.id);
    put(input, "aria-expanded", "false");
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => this.hide());
  }

  show() {
    const wasHidden = this.list.hidden;
    this.list.hidden = false;
    this.draw();
    const any = this.shown.length > 0 || Boolean(this.none);
    this.list.hidden = !any;
    put(this.input, "aria-expanded", String(any));
    if (wasHidden && any) this.list.scrollIntoView({ block: "nearest" });
  }

  hide() {
    this.list.hidden = true;
    this.active = -1;
    put(this.input, "aria-expanded", "false");
    put(this.input, "aria-activedescendant", null);
  }

  draw() {
    this.shown = [];
    this.list.replaceChildren(...this.options().flatMap((group) => this.group(group)));
    if (!this.shown.length && this.none) {
      this.list.append(h("p", { class: "none", role: "option", "aria-disabled": "true",
        "aria-selected": "false" }, this.none));
    }
    const isOnly = this.marksOnly && this.shown.length === 1 && this.input.value;
    this.mark(isOnly ? 0 : Math.min(this.active, this.shown.length - 1));
  }

  group({ label, options }) {
    const items = options.map((one) => this.item(one));
    if (!label || !items.length) return items;
    const id = freshId();
    return [h("div", { role: "group", "aria-labelledby": id },
      h("div", { id, class: "heading", role: "presentation" }, label), items)];
  }

  item(one) {
    const el = h("div", {
      id: freshId(), role: "option", class: "option", "aria-selected": String(Boolean(one.chosen)),
      onpointerdown: (event) => event.preventDefault(),  // the text box keeps the focus
      onclick: () => this.take(one),
    }, h("span", { class: "option-label" }, one.label),
    one.more ? h("span", { class: "option-more" }, ` ${one.more}`) : null);
    this.shown.push({ el, one });
    return el;
  }

  mark(index) {
    this.shown[this.active]?.el.classList.remove("active");
    this.active = index;
    const current = this.shown[index]?.el;
    put(this.input, "aria-activedescendant", current?.id);
    current?.classList.add("active");
    current?.scrollIntoView({ block: "nearest" });
  }

  take(one) {
    this.choose(one);
    if (this.many) this.show();
    else this.hide();
  }

  step(by) {
    if (this.list.hidden) this.show();
    const { length } = this.shown;
    const from = this.active < 0 && by < 0 ? 0 : this.active;
    if (length) this.mark((from + by + length) % length);
  }

  key(event) {
    const isOpen = !this.list.hidden;
    if (event.key === "ArrowDown") this.step(1);
    else if (event.key === "ArrowUp") this.step(-1);
    else if (event.key === "Enter" && isOpen && this.active >= 0) {
      this.take(this.shown[this.active].one);
    } else if (event.key === "Escape" && isOpen) {
      this.hide();
      event.stopPropagation();
    } else return;
    event.preventDefault();
  }
}
