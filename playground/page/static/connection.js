// The connection to the server: the whole state at first, then what changes, and again after a break.

const FIRST_PAUSE = 250;
const LONGEST_PAUSE = 3000;

/** Keep connected for ever. `take(state)` gets the whole state whenever the connection begins anew,
 * `change(batch)` what comes later, `down(bool)` whether there is none. */
export function keepConnected({ state, feed, take, change, down }) {
  let pause = FIRST_PAUSE;

  async function begin() {
    const waiting = [];
    let whole = false;
    const url = new URL(feed, location.href);
    url.protocol = url.protocol.replace("http", "ws");
    const socket = new WebSocket(url);
    socket.addEventListener("message", ({ data }) => {
      const batch = JSON.parse(data);
      if (whole) change(batch);
      else waiting.push(batch);
    });
    socket.addEventListener("close", again);
    await new Promise((opened) => socket.addEventListener("open", opened));
    try {
      const answer = await fetch(state, { cache: "no-store" });
      if (!answer.ok) throw new Error(answer.statusText);
      take(await answer.json());
    } catch {
      socket.close();
      return;
    }
    whole = true;
    pause = FIRST_PAUSE;
    down(false);
    waiting.forEach(change);
  }

  function again() {
    down(true);
    setTimeout(begin, pause);
    pause = Math.min(pause * 2, LONGEST_PAUSE);
  }

  begin();
}
