// What Slack says itself: above the messages, or in the modal that hides them.

import { h, redraw } from "./h.js";

const MOST = 3;
const PASSES_AFTER = 10_000;  // milliseconds, and longer while somebody points at it

/** Notices of the server, and what went wrong on this page. */
export class Notices {
  constructor(page, { el, place, modal }) {
    Object.assign(this, { page, el, place, modal, now: { list: [], app: "" }, own: [], made: 0 });
  }

  /** What the server says now. */
  take(now) {
    this.now = now;
    this.draw();
  }

  /** Something that went wrong here. */
  add(text) {
    this.made += 1;
    this.own = [...this.own.slice(1 - MOST), { id: `own${this.made}`, text }];
    this.draw();
  }

  dismiss(one) {
    if (this.own.includes(one)) this.own = this.own.filter((other) => other !== one);
    else this.page.actions.do("dismiss", { notice: one.id });
    this.draw();
  }

  draw() {
    const { list, app } = this.now;
    const lasting = app ? [{ id: "app", text: app, lasts: true }] : [];
    const place = this.modal.dialog.open ? this.modal.notices : this.place;
    if (this.el.parentElement !== place) place.append(this.el);
    redraw(this.el, [...lasting, ...list, ...this.own], (one) => one.id, (one) => this.notice(one));
  }

  notice(one) {
    const el = h("div", { class: "notice" }, h("p", null, one.text), one.lasts ? null : h("button", {
      type: "button", class: "button quiet x", "aria-label": this.page.words.dismiss,
      onclick: () => this.dismiss(one),
    }, "×"));
    if (!one.lasts) this.passes(el, one);
    return el;
  }

  passes(el, one) {
    setTimeout(() => {
      if (!el.isConnected) return;
      if (el.matches(":hover, :focus-within")) this.passes(el, one);
      else this.dismiss(one);
    }, PASSES_AFTER);
  }
}
