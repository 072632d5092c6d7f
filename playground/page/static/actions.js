// Telling the server what was touched.

const TYPING_PAUSE = 250;
const keyOf = ({ place, block, action }) => JSON.stringify([place, block, action]);

/** The actions of one person. `trouble(text)` shows what went wrong. */
export class Actions {
  constructor(address, trouble) {
    this.address = address;
    this.trouble = trouble;
    this.waiting = new Map();
    this.lines = new Map();
  }

  /** One action; whether it was done. */
  async do(what, facts = {}) {
    const answer = await this.send({ do: what, ...facts });
    if (!answer.ok && answer.error) this.trouble(answer.error);
    return answer.ok;
  }

  async send(body) {
    try {
      const answer = await fetch(`${this.address}/do`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(body),
        keepalive: body.do === "fill",
      });
      return await answer.json();
    } catch {
      return { ok: false, error: this.lineDown };
    }
  }

  /** A field holds something else; while somebody types, the newest text goes after a pause. */
  fill(facts, { soon = false } = {}) {
    const key = keyOf(facts);
    clearTimeout(this.waiting.get(key)?.timer);
    if (!soon) return this.tell(key, facts);
    const timer = setTimeout(() => this.tell(key, facts), TYPING_PAUSE);
    this.waiting.set(key, { timer, facts });
    return null;
  }

  /** One field's fills go one after the other: on a slow line a later one would overtake. */
  tell(key, facts) {
    clearTimeout(this.waiting.get(key)?.timer);
    this.waiting.delete(key);
    const line = this.lines.get(key) ?? { left: [] };
    line.left.push(facts);
    if (!this.lines.has(key)) {
      this.lines.set(key, line);
      line.told = this.tellAll(key, line.left);
    }
    return line.told;
  }

  async tellAll(key, left) {
    while (left.length) await this.do("fill", left.shift());
    this.lines.delete(key);
  }

  /** Whether the server has yet to hear, or to answer, what a field holds. */
  isTelling(facts) {
    const key = keyOf(facts);
    return this.waiting.has(key) || this.lines.has(key);
  }

  /** Everything typed so far has arrived. */
  async flush() {
    for (const [key, { facts }] of [...this.waiting]) this.tell(key, facts);
    await Promise.all([...this.lines.values()].map((line) => line.told));
  }

  /** The page goes away: what is left leaves now, there is no later. */
  leave() {
    this.flush();
    for (const { left } of this.lines.values()) {
      for (const facts of left.splice(0)) this.do("fill", facts);
    }
  }
}
