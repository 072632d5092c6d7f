// What lies below the tabs of the app: its Home, its messages, a few words about it.

import { drawBlocks } from "./blocks.js";
import { h, put, redraw, say } from "./h.js";

const TABS = ["home", "messages", "about"];

/** The tabs and what they show. `open(tab)` is called for the one that is pressed. */
export class Panel {
  constructor(page, { tabs, panel, messages, open }) {
    Object.assign(this, { page, tabs, panel, messages, open });
    this.sheet = h("div", { class: "scroller sheet-of", tabindex: "0" });
    this.state = h("div");
    this.home = h("div", { class: "blocks" });
  }

  drawTabs(isApp, tab) {
    redraw(this.tabs, isApp ? TABS.map((key) => ({ key, label: this.page.words[key] })) : [],
      (one) => one.key, (one) => this.tab(one));
    put(this.tabs, "hidden", isApp ? null : "");
    for (const one of this.tabs.children) {
      const isOpen = one.id === `tab-${tab}`;
      put(one, "aria-selected", String(isOpen));
      put(one, "tabindex", isOpen ? "0" : "-1");
    }
    put(this.panel, "role", isApp ? "tabpanel" : null);
    put(this.panel, "aria-labelledby", isApp ? `tab-${tab}` : null);
  }

  tab({ key, label }) {
    return h("button", {
      type: "button", role: "tab", id: `tab-${key}`, "aria-controls": "panel",
      onclick: () => this.open(key), onkeydown: (event) => this.step(event),
    }, label);
  }

  step(event) {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    const tabs = [...this.tabs.children];
    const next = tabs[(tabs.indexOf(event.currentTarget) + by + tabs.length) % tabs.length];
    next.focus();
    next.click();
  }

  draw(tab, home) {
    const inside = tab === "messages" ? this.messages.el : this.sheet;
    if (inside.parentElement !== this.panel) {
      this.panel.replaceChildren(inside);
      if (tab === "messages") this.messages.toNewest();
    }
    if (tab === "home") this.drawHome(home);
    if (tab === "about") this.sheet.replaceChildren(this.about());
  }

  drawHome({ blocks, is_loading: isLoading, trouble }) {
    const { words } = this.page;
    const waiting = () => h("p", { class: "empty", role: "status" },
      isLoading ? words.home_loading : words.home_empty);
    if (this.home.parentElement !== this.sheet) this.sheet.replaceChildren(this.state, this.home);
    this.state.replaceChildren(trouble ? this.trouble(trouble) : blocks ? "" : waiting());
    drawBlocks(this.home, blocks ?? [], { ...this.page, place: { kind: "home" } });
  }

  trouble(text) {
    return h("div", { class: "notice", role: "status" }, h("p", null, text),
      h("button", { type: "button", class: "button", onclick: () => this.open("home") },
        this.page.words.try_again));
  }

  about() {
    const { words, person } = this.page;
    const app = { app: person.app_name, command: person.commands[0]?.name ?? "" };
    return h("div", { class: "about" },
      h("p", null, say(words, "about_app", app)), h("h2", null, words.about_commands),
      h("ul", null, person.commands.map((one) => h("li", null, h("code", null, one.name),
        one.about ? ` ${one.about}` : "", one.hint ? h("p", { class: "hint" }, one.hint) : null))),
      h("p", { class: "hint" }, say(words, "about_private", app)));
  }
}
