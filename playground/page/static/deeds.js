// Telling the server what was touched.

const TYPING_PAUSE = 250;

/** The deeds of one person. `trouble(text)` shows what went wrong. */
export class Deeds {
  constructor(address, trouble) {
    this.address = address;
    this.trouble = trouble;
    this.waiting = new Map();
    this.running = new Set();
  }

  /** One deed; whether it was done. */
  async do(deed, facts = {}) {
    const answer = await this.send({ deed, ...facts });
    if (!answer.ok && answer.error) this.trouble(answer.error);
    return answer.ok;
  }

  async send(body) {
    try {
      const answer = await fetch(`${this.address}/do`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(body),
        keepalive: body.deed === "fill",
      });
      return await answer.json();
    } catch {
      return { ok: false, error: this.lineDown };
    }
  }

  /** A field holds something else; while somebody types, the newest text goes after a pause. */
  fill(facts, { soon = false } = {}) {
    const key = JSON.stringify([facts.place, facts.block, facts.action]);
    clearTimeout(this.waiting.get(key)?.timer);
    const go = () => {
      this.waiting.delete(key);
      const run = this.do("fill", facts).finally(() => this.running.delete(run));
      this.running.add(run);
      return run;
    };
    if (!soon) return go();
    this.waiting.set(key, { timer: setTimeout(go, TYPING_PAUSE), go });
    return null;
  }

  /** Everything typed so far has arrived. */
  async flush() {
    for (const { timer, go } of [...this.waiting.values()]) {
      clearTimeout(timer);
      go();
    }
    await Promise.all([...this.running]);
  }
}
