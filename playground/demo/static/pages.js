// Three people's pages: each in a frame of its own, with a list to choose whom one is.

import { button, word } from "./bar.js";
import { h, put } from "/static/page/h.js";

const ROLES = ["mentor", "mentee", "lead"];

export class Pages {
  constructor(act) {
    this.roles = ROLES.map((role) => new Role(role, act));
    this.tabs = ROLES.map((role) => h("button", {
      type: "button", class: "button quiet", onclick: () => this.open(role),
    }));
    this.choice = h("div", { class: "tabs", role: "group" }, this.tabs);
    this.el = h("main", { id: "pages", tabindex: "-1" }, this.choice,
      h("div", { class: "roles" }, this.roles.map((role) => role.el)));
    this.open("mentor");
  }

  /** On a narrow screen one page is shown at a time. */
  open(role) {
    ROLES.forEach((name, number) => {
      put(this.tabs[number], "aria-pressed", name === role ? "true" : "false");
      put(this.roles[number].el, "data-open", name === role ? "true" : null);
    });
  }

  /** To the page of the next step; a window that is open on this one is read to its end first. */
  turn(role) {
    const shown = this.roles.find((one) => one.el.hasAttribute("data-open"));
    const window = shown.frame.contentDocument?.querySelector("dialog[open]");
    if (window) window.addEventListener("close", () => this.turn(role), { once: true });
    else this.open(role);
  }

  show({ words, people, roles, tour }) {
    put(this.el, "aria-label", words.pages);
    put(this.choice, "aria-label", words.show_page);
    roles.forEach((one, number) => {
      word(this.tabs[number], one.title);
      this.roles[number].show(one, words, people, tour.step?.who === one.role);
    });
    if (tour.step && tour.step.name !== this.step) this.turn(tour.step.who);
    this.step = tour.step?.name;
  }
}

class Role {
  constructor(role, act) {
    this.title = h("h2");
    this.select = h("select", { class: "box" });
    this.select.addEventListener("change", () => act("assign", { role, person: this.select.value }));
    this.status = h("p", { class: "hint" });
    this.time = h("p", { class: "hint time" });
    this.letGo = button("let_go", () => act("let_go", { role }), "quiet small");
    this.alone = h("a", { target: "_blank" }, "↗");
    this.frame = h("iframe", { class: "page", loading: "lazy" });
    this.el = h("section", { class: "role", id: `role-${role}` },
      h("div", { class: "who" }, this.title, this.select, this.alone),
      h("div", { class: "status" }, this.status, this.letGo, this.time),
      this.frame);
  }

  show(one, words, people, isNext) {
    word(this.title, one.title);
    put(this.select, "aria-label", one.label);
    this.fill(people);
    this.select.value = one.person;
    const name = this.select.selectedOptions[0]?.textContent ?? "";
    put(this.el, "aria-label", `${one.title}: ${name}`);
    put(this.el, "data-next", isNext ? "true" : null);
    word(this.status, one.status);
    put(this.status, "data-played", one.played ? "true" : null);
    word(this.time, one.time);
    this.letGo.hidden = !one.let_go;
    word(this.letGo, words.let_go_short);
    put(this.letGo, "aria-label", one.let_go);
    put(this.alone, "aria-label", `${words.open_alone}: ${name}`);
    put(this.alone, "title", words.open_alone);
    put(this.frame, "title", `${one.title}: ${name}`);
    const address = `/p/${one.person}`;
    put(this.alone, "href", address);
    put(this.frame, "src", address);
  }

  fill(people) {
    const text = JSON.stringify(people);
    if (text === this.people) return;
    this.people = text;
    this.select.replaceChildren(...people.map((group) => h("optgroup", { label: group.title },
      group.people.map(({ id, name }) => h("option", { value: id }, name)))));
  }
}
