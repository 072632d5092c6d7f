// The list of conversations, with unread marks.

import { h, redraw, say } from "./h.js";

/** A round sign with somebody's initials; `faces` of a room may be several people. */
export function avatar(faces, kind) {
  if (kind === "channel") return h("span", { class: "avatar channel", "aria-hidden": "true" }, "#");
  if (faces.length > 1) {
    return h("span", { class: "avatar group", "aria-hidden": "true" }, String(faces.length));
  }
  const [face] = faces;
  const name = face?.app ? "avatar app" : `avatar hue${face?.hue ?? 0}`;
  return h("span", { class: name, "aria-hidden": "true" }, face?.initials ?? "?");
}

const PLACES = [["apps", ["app"]], ["channels", ["channel"]], ["direct", ["im", "mpim"]]];

/** Draws the list; `open(room)` is called for the one that is pressed. */
export function drawRooms(parent, rooms, page, open) {
  const groups = PLACES
    .map(([key, kinds]) => ({ key, list: rooms.list.filter((one) => kinds.includes(one.kind)) }))
    .filter((group) => group.list.length);
  redraw(parent, groups.map((group) => ({ ...group, open: rooms.open })), (one) => one.key,
    (group) => section(group, page, open));
}

function section(group, page, open) {
  const list = h("ul", null);
  const el = h("section", null, h("h2", null, page.words[group.key]), list);
  el.updates = "always";
  el.update = (now) => redraw(list, now.list.map((room) => ({ ...room, is_open: room.id === now.open })),
    (room) => room.id, (room) => row(room, page, open));
  el.update(group);
  return el;
}

function row(room, page, open) {
  const button = h("button", { type: "button", onclick: () => open(room.id) });
  const el = h("li", null, button);
  el.updates = "always";
  el.update = (now) => {
    button.className = now.unread ? "room unread" : "room";
    if (now.is_open) button.setAttribute("aria-current", "page");
    else button.removeAttribute("aria-current");
    button.replaceChildren(avatar(now.faces, now.kind), h("span", { class: "name" }, now.title),
      now.kind === "app" ? h("span", { class: "badge" }, page.words.app) : "",
      now.unread ? h("span", { class: "count" }, String(now.unread),
        h("span", { class: "spoken" }, ` ${page.words.unread}`)) : "");
  };
  el.update(room);
  return el;
}

/** How much there is to read in all rooms but the open one. */
export function unreadElsewhere(rooms) {
  return rooms.list.reduce((sum, one) => sum + one.unread, 0);
}

/** The name of a room as a heading. */
export function titleOf(room) {
  return room.kind === "channel" ? `#${room.title}` : room.title;
}
