// The page of one person: puts the parts together, and draws what the server says.

import { Composer } from "./composer.js";
import { Actions } from "./actions.js";
import { asker, Modal } from "./dialog.js";
import { h, put } from "./h.js";
import { keepConnected } from "./connection.js";
import { Messages } from "./messages.js";
import { Notices } from "./notices.js";
import { Panel } from "./panel.js";
import { avatar, drawRooms, titleOf, unreadElsewhere } from "./rooms.js";

const at = (id) => document.getElementById(id);
const address = location.pathname.replace(/\/$/, "");

/** What every drawer may need; `words` and `person` come with the state. */
const page = { words: {}, person: null, ask: asker(at("ask")) };
let parts = {};

page.actions = new Actions(address, (text) => notices.add(text));
const messages = new Messages(page, { spoken: at("spoken") });
const modal = new Modal(page, at("modal"));
const notices = new Notices(page, { el: at("notices"), place: at("notices-place"), modal });
const composer = new Composer(page, (text) => page.actions.do("write", { text, room: parts.rooms.open }));
const panel = new Panel(page, {
  tabs: at("tabs"), panel: at("panel"), messages, open: (tab) => openRoom(parts.rooms.open, tab),
});
at("composer").append(composer.el);

function openRoom(room, tab = "messages") {
  showRooms(false);
  page.actions.do("open", { room, tab });
}

const openOne = () => parts.rooms.list.find((one) => one.id === parts.rooms.open);
const openTab = () => (openOne().kind === "app" ? parts.rooms.tab : "messages");

const DRAW = {
  person: (now) => {
    // Everything on the page is in the language of before: begin anew.
    if (page.person && page.person.language !== now.language) location.reload();
    Object.assign(page, { person: now, words: now.words });
    page.actions.lineDown = now.words.line_down;
    document.documentElement.lang = now.language;
    document.title = `${now.name} · ${now.app_name}`;
    at("me").replaceChildren(avatar([now]), h("div", null, h("strong", null, now.name),
      h("span", { class: "hint" }, now.is_deactivated ? now.words.deactivated : now.title)));
    at("rooms").setAttribute("aria-label", now.words.rooms);
  },
  clock: ({ day, time, place }) => at("clock").replaceChildren(h("span", null, day),
    h("span", null, `${time}, ${place}`)),
  rooms: (now) => {
    drawRooms(at("list"), now, page, openRoom);
    drawHead(openOne(), unreadElsewhere(now));
    panel.draw(openTab(), parts.home);
  },
  messages: (now) => (now.order ? messages.change(now) : messages.take(now)),
  home: (now) => panel.draw(openTab(), now),
  view: (now) => {
    modal.show(now);
    notices.draw();
  },
  notices: (now) => notices.take(now),
};

function drawHead(room, unread) {
  at("title").replaceChildren(titleOf(room),
    room.kind === "app" ? h("span", { class: "badge" }, page.words.app) : "");
  at("show-rooms").setAttribute("aria-label", page.words.show_rooms);
  at("show-rooms").replaceChildren("☰",
    unread ? h("span", { class: "count" }, String(unread)) : "");
  panel.drawTabs(room.kind === "app", openTab());
  composer.show(room, titleOf(room));
  at("composer").hidden = openTab() !== "messages";
}

/** Where there is no room for it, the list of conversations is a drawer. */
function showRooms(on) {
  document.body.classList.toggle("showing-rooms", on);
  put(at("show-rooms"), "aria-expanded", String(on));
  if (on) at("list").querySelector("[aria-current]")?.focus();
}

at("show-rooms").addEventListener("click", () => showRooms(true));
at("rooms").addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !document.body.classList.contains("showing-rooms")) return;
  showRooms(false);
  at("show-rooms").focus();
});
at("rooms").addEventListener("focusout", ({ relatedTarget }) => {
  if (relatedTarget && !at("rooms").contains(relatedTarget)) showRooms(false);
});
document.addEventListener("pointerdown", ({ target }) => {
  if (!at("rooms").contains(target)) showRooms(false);
});

// What was typed a moment ago goes out before the page does.
window.addEventListener("pagehide", () => page.actions.leave());

function draw(names) {
  for (const name of Object.keys(DRAW)) if (names.has(name)) DRAW[name](parts[name]);
}

keepConnected({
  state: `${address}/state`,
  feed: `${address}/feed`,
  take: (state) => {
    parts = state;
    draw(new Set(Object.keys(state)));
    document.body.classList.add("ready");
  },
  change: (batch) => {
    for (const { what, now } of batch) parts[what] = now;
    draw(new Set(batch.map(({ what }) => what)));
  },
  down: (isDown) => { at("down").hidden = !isDown; },
});
