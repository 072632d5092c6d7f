// The messages of the open room.

import { drawBlocks } from "./blocks.js";
import { h, redraw, say } from "./h.js";
import { avatar } from "./rooms.js";

const NEAR = 80;

/** The messages on screen. They stay at the newest one as long as somebody looks at it. */
export class Messages {
  constructor(page, { spoken }) {
    this.page = page;
    this.spoken = spoken;
    this.items = new Map();
    this.list = h("ol", { class: "messages" });
    this.above = h("div", { class: "above" });
    this.below = h("div", { class: "above" });
    this.el = h("div", { class: "scroller", tabindex: "0", role: "region",
      onscroll: () => { this.follows = this.isAtNewest(); } }, this.above, this.list, this.below);
    this.follows = true;
    const resized = new ResizeObserver(() => this.follows && this.toNewest());
    [this.el, this.list].forEach((one) => resized.observe(one));
    this.room = null;
    this.before = "";
    this.waiting = null;
  }

  /** All messages, as they come with the whole state. */
  take(now) {
    this.items = new Map();
    this.change({ ...now, order: now.list.map((one) => one.key) });
  }

  /** New and changed messages, with the order of all. */
  change(now) {
    if (this.waiting) {
      this.waiting.push(now);
      return;
    }
    const isOther = now.room !== this.room;
    if (this.before && !isOther && !now.before) return;  // somebody reads what was before
    const news = !isOther && !now.before
      ? now.list.filter((one) => one.draw === "message" && !this.items.has(one.key)) : [];
    const known = isOther || now.before ? new Map() : this.items;
    for (const one of now.list) known.set(one.key, one);
    const wanted = now.order ?? now.list.map((one) => one.key);
    if (!wanted.every((key) => known.has(key))) {  // something was missed
      this.fetch("");
      return;
    }
    this.items = new Map(wanted.map((key) => [key, known.get(key)]));
    this.room = now.room;
    this.before = now.before;
    this.earlier = now.earlier;
    this.begin = now.begin;
    this.draw(isOther || Boolean(now.before));
    this.read(news);
  }

  draw(fresh) {
    const follows = fresh || this.follows;
    const { words } = this.page;
    this.el.setAttribute("aria-label", words.messages);
    redraw(this.list, [...this.items.values()], (one) => one.key, (one) => this.item(one));
    const above = { earlier: this.earlier, [`empty ${this.room}`]: !this.items.size };
    this.around(this.above, above, (key) => (key === "earlier"
      ? this.button(words.earlier, () => this.earlier) : this.empty()));
    this.around(this.below, { newest: this.before && "newest" },
      () => this.button(words.newest, () => ""));
    if (follows) this.toNewest();
  }

  /** Those of the named things that are wanted; one that stays keeps the focus. */
  around(place, wanted, make) {
    redraw(place, Object.keys(wanted).filter((key) => wanted[key]), (key) => key, make);
  }

  empty() {
    const { words, actions } = this.page;
    const text = this.begin;
    return h("div", { class: "empty" }, h("p", null, words.nothing_here), text ? h("button", {
      type: "button", class: "button primary",
      onclick: () => actions.do("write", { text, room: this.room }),
    }, say(words, "begin", { command: text })) : null);
  }

  button(text, before) {
    const onclick = () => this.fetch(before()).then(() => this.el.focus());
    return h("button", { type: "button", class: "button quiet", onclick }, text);
  }

  isAtNewest() {
    const { scrollHeight, scrollTop, clientHeight } = this.el;
    return scrollTop === this.newestAt || scrollHeight - scrollTop - clientHeight < NEAR;
  }

  /** The newest message is in view: to its end, or to its beginning when it is longer than that. */
  toNewest() {
    const newest = this.list.lastElementChild;
    const isLong = newest && newest.offsetHeight > this.el.clientHeight;
    this.el.scrollTop = isLong ? newest.offsetTop : this.el.scrollHeight;
    this.newestAt = this.el.scrollTop;
    this.follows = true;
  }

  /** Another stretch of messages; what the feed brings meanwhile waits for it. */
  async fetch(before) {
    if (this.waiting) return;
    this.waiting = [];
    const now = await this.asked(before);
    const later = this.waiting;
    this.waiting = null;
    if (now) {
      this.before = "";
      this.room = null;
      this.change({ ...now, order: now.list.map((one) => one.key) });
    }
    later.forEach((one) => this.change(one));
  }

  async asked(before) {
    const { room } = this;
    const answer = await fetch(`${this.page.actions.address}/rooms/${room}?before=${before}`)
      .catch(() => ({ ok: false }));  // that there is no connection is said elsewhere
    return answer.ok ? answer.json() : null;
  }

  /** Says aloud what has just arrived; of many at once only the last. */
  read(news) {
    const last = news.at(-1);
    if (!last || last.author.id === this.page.person.id) return;
    this.spoken.textContent = say(this.page.words, "new_message",
      { name: last.author.name, text: last.spoken });
  }

  item(one) {
    if (one.draw === "day") return h("li", { class: "day" }, h("h2", null, one.text));
    if (one.draw === "typed") {
      return h("li", { class: "typed" }, h("span", { class: "spoken" }, this.page.words.you_typed),
        h("code", null, one.text), h("span", { class: "time" }, one.time));
    }
    return this.message(one);
  }

  message(one) {
    const head = h("div", { class: "head" });
    const body = h("div", { class: "body" });
    const side = h("div", { class: "side" });
    const el = h("li", null, h("article", null, side, h("div", { class: "main" }, head, body)));
    el.updates = "always";
    el.update = (now) => {
      el.className = `message${now.follows ? " follows" : ""}${now.is_private ? " private" : ""}`;
      side.replaceChildren(now.follows ? "" : avatar([now.author]));
      head.replaceChildren(...this.head(now));
      drawBlocks(body, now.blocks, { ...this.page, place: { kind: "message", ts: now.key } });
    };
    el.update(one);
    return el;
  }

  head(one) {
    const { words } = this.page;
    return [
      h("span", { class: one.follows ? "spoken" : "author" }, one.author.name),
      one.author.app && !one.follows ? h("span", { class: "badge" }, words.app) : "",
      h("span", { class: "time" }, one.time),
      one.is_edited ? h("span", { class: "note" }, `(${words.edited})`) : "",
      one.is_private ? h("span", { class: "note private" }, words.only_you) : "",
    ];
  }
}
