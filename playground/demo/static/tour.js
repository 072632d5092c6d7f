// The tour: what the step is about, how to do it by hand, and a button that does it.

import { button, word } from "./bar.js";
import { h, put, redraw } from "/static/page/h.js";

export class Tour {
  constructor(act) {
    this.invite = h("p");
    this.begin = button("start_tour", act, "primary");
    this.invitation = h("div", { class: "invitation" }, this.invite, this.begin);
    this.number = h("p", { class: "hint" });
    this.steps = h("ol", { class: "steps" });
    this.title = h("h2", { id: "tour-title" });
    this.text = h("p");
    this.note = h("p", { class: "warn" });
    this.hand = h("p", { class: "hand hint" });
    // What is pressed is about the step that this page shows: another page may have gone on.
    const here = (what) => act(what, { step: this.at });
    this.do = button("show", here, "primary");
    this.skip = button("skip", here, "quiet");
    this.leave = button("leave_tour", act, "quiet");
    // Where there is no room for both, how to do it stands in the place of what it is about.
    this.byHand = button("", () => this.showHand(!this.isByHand), "quiet by-hand");
    this.step = h("div", { class: "step", hidden: true },
      h("div", { class: "where" }, this.number, this.steps),
      h("div", { class: "told" }, h("div", { "aria-live": "polite" }, this.title, this.text, this.note),
        this.hand),
      h("div", { class: "buttons" }, this.do, this.byHand, this.skip, this.leave));
    this.el = h("aside", { class: "tour" }, this.invitation, this.step);
    this.showHand(false);
  }

  showHand(on) {
    this.isByHand = on;
    put(this.step, "data-by-hand", on ? "true" : null);
    put(this.byHand, "aria-pressed", String(on));
  }

  show({ words, tour, work }) {
    put(this.el, "aria-label", words.tour);
    this.invitation.hidden = tour.on;
    word(this.invite, words["tour.invite"]);
    word(this.begin, words["tour.start"]);
    this.step.hidden = !tour.on;
    if (!tour.on) return;
    const { step } = tour;
    this.at = step?.name;
    this.showSteps(words, tour);
    word(this.number, step?.number ?? "");
    word(this.title, step?.title ?? words["tour.end.title"]);
    word(this.text, step?.text ?? words["tour.end.text"]);
    word(this.note, tour.note);
    this.note.hidden = !tour.note;
    this.hand.hidden = !step;
    this.byHand.hidden = !step;
    word(this.byHand, words["tour.by_hand"]);
    const hand = step ? `${words["tour.by_hand"]}: ${step.hand}` : "";
    word(this.hand, hand);
    for (const [el, key] of [[this.do, "show"], [this.skip, "skip"], [this.leave, "leave"]]) {
      word(el, words[`tour.${key}`]);
      el.hidden = !step && el !== this.leave;
      put(el, "aria-disabled", work && el !== this.leave ? "true" : null);
    }
    put(this.do, "data-running", work?.name === "show" ? "true" : null);
  }

  showSteps(words, tour) {
    const at = tour.steps.findIndex((one) => !one.done);
    const items = tour.steps.map((one, number) => ({ ...one, number, now: number === at }));
    redraw(this.steps, items, (one) => one.number, (one) => h("li", {
      "data-done": one.done, "aria-current": one.now ? "step" : null, title: one.title,
    }, h("span", { class: "spoken" }, one.done ? `${one.title}: ${words["tour.done"]}` : one.title)));
  }
}
