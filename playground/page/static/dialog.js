// Modals of the app, and questions before an action, as native dialogs.

import { drawBlocks } from "./blocks.js";
import { h, freshId } from "./h.js";
import { spans } from "./spans.js";

/** The modal on top. It is drawn again without losing what is typed, also after a reload. */
export class Modal {
  constructor(page, dialog) {
    this.page = page;
    this.dialog = dialog;
    this.id = null;
    this.notices = h("div");
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      this.close();
    });
  }

  show(now) {
    if (!now.id) {
      if (this.dialog.open) this.dialog.close();
      this.dialog.replaceChildren();
      this.id = null;
      return;
    }
    const isOther = now.id !== this.id;
    const isNext = isOther || this.isNextStep(now);
    if (isOther) this.build(now);
    this.draw(now);
    if (!this.dialog.open) this.open();
    if (isNext) this.begin();
  }

  /** Whether a window that stays has become another one: nothing to fill in is left of before. */
  isNextStep(now) {
    const fields = now.blocks.filter((one) => one.draw === "input").map((one) => one.id);
    const before = this.fields ?? [];
    this.fields = fields;
    return now.title !== this.title.textContent
      || (before.length > 0 && !fields.some((id) => before.includes(id)));
  }

  /** A window that opens by itself beside somebody does not take the keyboard from them. */
  open() {
    const outside = frameElement?.ownerDocument;
    const busy = document.hasFocus() ? null : outside?.activeElement;
    this.dialog.showModal();
    busy?.focus();
  }

  begin() {
    if (!frameElement || document.hasFocus()) this.focusFirst();
    this.body.parentElement.scrollTop = 0;
  }

  build(now) {
    const title = freshId();
    this.id = now.id;
    this.title = h("h2", { id: title, tabindex: "-1" });
    this.body = h("div", { class: "blocks" });
    this.foot = h("div", { class: "foot" });
    this.dismiss = h("button", { type: "button", class: "button quiet x",
      onclick: () => this.close() }, "×");
    const form = h("form", { novalidate: true, onsubmit: (event) => this.submit(event) },
      h("header", null, this.title, this.dismiss), this.notices,
      h("div", { class: "scroll" }, this.body), this.foot);
    this.dialog.setAttribute("aria-labelledby", title);
    this.dialog.replaceChildren(form);
    this.buttons = null;
  }

  draw(now) {
    const { words } = this.page;
    this.title.textContent = now.title;
    this.dismiss.setAttribute("aria-label", words.close);
    const labels = JSON.stringify([now.submit, now.close, now.depth]);
    if (labels !== this.buttons) {
      this.buttons = labels;
      this.send = now.submit
        ? h("button", { type: "submit", class: "button primary" }, now.submit) : null;
      const close = now.close || (now.depth ? words.back : now.submit ? words.cancel : words.close);
      this.foot.replaceChildren(
        h("button", { type: "button", class: "button", onclick: () => this.close() }, close),
        this.send ?? "");
    }
    drawBlocks(this.body, now.blocks, { ...this.page, place: { kind: "view", id: now.id } });
    if (this.isChecking) this.focusWrong();
  }

  focusFirst() {
    const first = [...this.body.children].find((one) => one.wantsFocus)?.control.focus;
    const field = first ?? this.body.querySelector("input, select, textarea");
    const chosen = field?.type === "radio" && this.body.querySelector(`[name="${field.name}"]:checked`);
    (chosen || field || this.title).focus();
  }

  /** After a refusal, the first field with an error. */
  focusWrong() {
    const wrong = [...this.body.children].find((one) => one.classList.contains("wrong"));
    if (!wrong) return;
    this.isChecking = false;
    wrong.control.focus?.focus();
    wrong.scrollIntoView({ block: "nearest" });
  }

  async submit(event) {
    event.preventDefault();
    if (!this.send || this.isSending) return;
    const { send, id } = this;
    this.isSending = true;
    this.isChecking = true;
    send.textContent = this.page.words.sending;
    send.setAttribute("aria-disabled", "true");
    await this.page.actions.flush();
    await this.page.actions.do("submit", { view: id });
    this.isSending = false;
    send.removeAttribute("aria-disabled");
    if (this.send === send) send.textContent = JSON.parse(this.buttons)[0];
  }

  async close() {
    if (!this.id) return;
    await this.page.actions.flush();
    await this.page.actions.do("close", { view: this.id });
  }
}

/** Asks before an action; resolves to whether the answer was yes. */
export function asker(dialog) {
  return (question) => new Promise((resolve) => {
    const id = freshId();
    const answer = (yes) => () => {
      dialog.close(yes ? "yes" : "no");
    };
    const no = h("button", { type: "button", class: "button", onclick: answer(false) }, question.no);
    dialog.setAttribute("aria-labelledby", id);
    dialog.replaceChildren(h("div", { class: "question" }, h("h2", { id }, question.title),
      h("div", { class: "text" }, spans(question.text)),
      h("div", { class: "foot" }, no, h("button", {
        type: "button", class: `button ${question.danger ? "danger" : "primary"}`,
        onclick: answer(true),
      }, question.yes))));
    dialog.returnValue = "";
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
    dialog.showModal();
    no.focus();
  });
}
