// The box in which commands and messages are typed, with hints for commands.

import { h, freshId, say } from "./h.js";
import { Suggestions } from "./listbox.js";

/** `write(text)` sends it and says whether that was taken; what was not taken stays typed. */
export class Composer {
  constructor(page, write) {
    this.page = page;
    const id = freshId();
    this.box = h("input", { id, type: "text", class: "box", enterkeyhint: "send",
      oninput: () => this.hint() });
    this.label = h("label", { for: id, class: "spoken" });
    this.send = h("button", { type: "submit", class: "button primary" });
    this.suggestions = new Suggestions(this.box, {
      label: "", options: () => [{ label: "", options: this.fitting() }],
      choose: ({ value }) => {
        this.box.value = value;
        this.hint();
      },
    });
    this.el = h("form", {
      class: "composer",
      onsubmit: async (event) => {
        event.preventDefault();
        const text = this.box.value.trim();
        if (!text) return;
        this.suggestions.hide();
        this.box.value = "";
        if (!(await write(text)) && !this.box.value) this.box.value = text;
      },
    }, this.label, this.suggestions.list, this.box, this.send);
  }

  /** Words that fit the room. */
  show(room, title) {
    const { words, person } = this.page;
    const command = person.commands[0]?.name ?? "";
    this.box.placeholder = room.kind === "app" ? say(words, "write_in_app", { command })
      : say(words, "write_in_room", { room: title });
    this.label.textContent = words.write;
    this.suggestions.list.setAttribute("aria-label", words.suggestions);
    this.send.textContent = words.send;
    this.box.disabled = person.is_deactivated;
    this.send.disabled = person.is_deactivated;
  }

  hint() {
    if (this.box.value.startsWith("/") && this.fitting().length) this.suggestions.show();
    else this.suggestions.hide();
  }

  fitting() {
    const typed = this.box.value;
    return this.page.person.commands.flatMap(({ name, about, hint, choices }) => {
      if (typed.startsWith(`${name} `)) {
        return choices.map((one) => ({ value: `${name} ${one}`, label: `${name} ${one}`, more: "" }))
          .filter((one) => one.value.startsWith(typed) && one.value !== typed);
      }
      const more = [about, choices.length ? "" : hint].filter(Boolean).join(" · ");
      return name.startsWith(typed) ? [{ value: `${name} `, label: name, more }] : [];
    });
  }
}
