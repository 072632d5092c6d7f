// The bar: what time it is, ways to move it, how the bot is, and what has come of it.

import { h, put } from "/static/page/h.js";

const MOVES = ["hour", "day", "next", "play"];
const PASSES_AFTER = 8_000;  // milliseconds
const LANGUAGES = { it: "Italiano", en: "English" };

/** A button that runs an action, unless it is switched off. */
export function button(what, act, kind = "") {
  const el = h("button", {
    type: "button",
    class: `button ${kind}`,
    onclick: () => el.getAttribute("aria-disabled") !== "true" && act(what),
  });
  return el;
}

/** Put words into an element, and leave it alone when they already stand there. */
export function word(el, text) {
  if (el.textContent !== text) el.textContent = text;
}

export class Bar {
  constructor(act, language) {
    const go = (move) => {
      this.showMore(false);
      act(move);
    };
    this.moves = Object.fromEntries(MOVES.map((move) => [move, button(move, go)]));
    for (const [move, el] of Object.entries(this.moves)) put(el, "data-move", move);
    this.stop = button("stop", act, "danger");
    this.title = h("h1");
    this.what = h("p", { class: "hint" });
    this.time = h("time", { id: "time" });
    this.zone = h("span", { class: "hint" });
    this.colleagues = h("input", { type: "checkbox", id: "colleagues" });
    this.colleagues.addEventListener("change", () => act("colleagues", { act: this.colleagues.checked }));
    this.label = h("label", { for: "colleagues" });
    this.bot = h("span", { class: "state" });
    this.turn = button("", (what) => act(this.turning ?? what), "quiet small");
    this.progress = h("progress", { max: "1", value: "0" });
    this.running = h("span", { id: "running" });
    this.note = h("p", { id: "note" });
    this.counts = h("p", { id: "counts", class: "hint" });
    this.languages = h("nav", { class: "languages" }, Object.entries(LANGUAGES).map(([code, name]) =>
      h("a", { href: `/?lang=${code}`, lang: code, hreflang: code,
        "aria-current": code === language ? "true" : null }, name)));
    this.more = button("", () => this.showMore(!this.isOpen), "quiet more");
    this.clock = h("section", { class: "clock" }, h("p", { class: "now" }, this.time, " ", this.zone),
      h("div", { class: "moves" }, Object.values(this.moves), this.more));
    this.work = h("div", { class: "work", hidden: true }, this.running, this.progress, this.stop);
    this.el = h("header", { class: "bar" },
      h("div", { class: "name" }, this.title, this.what),
      this.clock,
      h("div", { class: "settings" },
        h("p", { class: "check" }, this.colleagues, this.label),
        h("p", { class: "bot" }, this.bot, this.turn),
        this.languages),
      h("div", { class: "said", role: "status" }, this.work, this.note),
      this.counts);
    this.showMore(false);
  }

  /** On a narrow screen the rest of the bar is shown when somebody asks for it. */
  showMore(on) {
    this.isOpen = on;
    put(this.el, "data-open", on ? "true" : null);
    put(this.more, "aria-expanded", String(on));
  }

  /** Something that was not done; it passes by itself, and empty takes it away. */
  complain(text) {
    clearTimeout(this.passing);
    this.trouble = text;
    if (text) this.passing = setTimeout(() => this.complain(""), PASSES_AFTER);
    this.say();
  }

  say() {
    word(this.note, this.trouble || this.heard || "");
    this.note.hidden = !this.note.textContent || !this.work.hidden;
  }

  show({ words, clock, work, bot, colleagues, counts, note }) {
    word(this.title, words.title);
    word(this.what, words.what);
    word(this.time, clock.text);
    word(this.zone, clock.zone);
    put(this.clock, "aria-label", words.clock);
    put(this.languages, "aria-label", words.language);
    for (const [move, el] of Object.entries(this.moves)) {
      word(el, words[move]);
      put(el, "aria-disabled", work ? "true" : null);
      put(el, "data-running", work?.name === move ? "true" : null);
    }
    put(this.moves.next, "title", words.next_hint);
    word(this.more, "⋯");
    put(this.more, "aria-label", words.more);
    word(this.label, words.colleagues);
    put(this.label, "title", words.colleagues_hint);
    this.colleagues.checked = colleagues;
    this.showBot(bot, work);
    this.showWork(words, work);
    word(this.counts, counts);
    this.heard = note;
    this.say();
  }

  showBot(bot, work) {
    word(this.bot, bot.text);
    put(this.bot, "data-health", bot.health);
    this.turning = bot.action;
    this.turn.hidden = !bot.action;
    word(this.turn, bot.button);
    put(this.turn, "aria-disabled", work ? "true" : null);
  }

  showWork(words, work) {
    this.work.hidden = !work;
    word(this.running, work?.text ?? "");
    put(this.progress, "aria-label", words.progress);
    this.progress.value = work?.share ?? 0;
    this.progress.hidden = !work?.share;
    word(this.stop, words.stop);
    this.stop.hidden = !work?.can_stop;
  }
}
