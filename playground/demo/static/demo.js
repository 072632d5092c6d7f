// The demo: the bar with the clock, the tour, and three people's pages beside each other.

import { Bar } from "./bar.js";
import { Pages } from "./pages.js";
import { Tour } from "./tour.js";
import { h } from "/static/page/h.js";
import { keepConnected } from "/static/page/connection.js";

const language = document.documentElement.lang;
const query = `?lang=${language}`;
let words = {};

/** One action; whatever it changes comes back over the feed. */
async function act(what, facts = {}) {
  try {
    const answer = await fetch(`/demo/do${query}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ do: what, lang: language, ...facts }),
    });
    const said = await answer.json();
    bar.complain(said.ok ? "" : said.error);
  } catch {
    bar.complain(words.line_down ?? "");
  }
}

const bar = new Bar(act, language);
const tour = new Tour(act);
const pages = new Pages(act);
const down = h("p", { class: "down", role: "status", hidden: true });
const skip = h("a", { class: "skip", href: "#pages" });

document.body.append(skip, bar.el, down, tour.el, pages.el);

function take(state) {
  words = state.words;
  skip.textContent = words.skip_link;
  down.textContent = words.line_down;
  bar.show(state);
  tour.show(state);
  pages.show(state);
}

keepConnected({
  state: `/demo/state${query}`,
  feed: `/demo/feed${query}`,
  take,
  change: take,
  down: (is) => { down.hidden = !is; },
});
