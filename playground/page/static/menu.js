// The button with three dots and its menu.

import { h, freshId, put } from "./h.js";

/** A menu of `labels`; `take(index)` is called for the line that is chosen. */
export class Menu {
  constructor(label, labels, take) {
    const id = freshId();
    this.items = labels.map((text, index) => h("button", {
      type: "button", role: "menuitem", class: "option", tabindex: "-1",
      onclick: () => {
        this.open(false);
        take(index);
      },
    }, text));
    this.menu = h("div", { id, role: "menu", class: "menu", hidden: true, "aria-label": label },
      this.items);
    this.opener = h("button", {
      type: "button", class: "button quiet dots", "aria-haspopup": "menu", "aria-expanded": "false",
      "aria-controls": id, "aria-label": label, onclick: () => this.open(this.menu.hidden),
    }, "⋯");
    this.el = h("span", {
      class: "overflow", onkeydown: (event) => this.key(event),
      onfocusout: (event) => this.el.contains(event.relatedTarget) || this.show(false),
    }, this.opener, this.menu);
  }

  show(on) {
    this.menu.hidden = !on;
    put(this.opener, "aria-expanded", String(on));
  }

  open(on) {
    this.show(on);
    (on ? this.items[0] : this.opener).focus();
    if (on) this.menu.scrollIntoView({ block: "nearest" });
  }

  key(event) {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (this.menu.hidden || !(by || event.key === "Escape")) return;
    const { items } = this;
    const at = items.indexOf(document.activeElement);
    if (by) items[(at + by + items.length) % items.length].focus();
    else this.open(false);
    event.preventDefault();
    event.stopPropagation();
  }
}
