// Text with markup: the server sends a tree of spans.

import { h } from "./h.js";

const TAGS = {
  b: "strong", i: "em", s: "s", code: "code", pre: "pre", quote: "blockquote", p: "p",
  ul: "ul", ol: "ol", li: "li", run: "span",
};

/** Nodes for a list of spans. */
export function spans(list) {
  return list.map((one) => (typeof one === "string" ? one : drawn(one)));
}

function drawn(one) {
  if (one.t === "br") return h("br");
  if (one.t === "a") {
    return h("a", { href: one.href, target: "_blank", rel: "noopener noreferrer" }, spans(one.c));
  }
  if (one.t === "at") return h("span", { class: "mention" }, spans(one.c));
  if (one.t === "date") return h("time", null, spans(one.c));
  return h(TAGS[one.t] ?? "span", null, spans(one.c));
}
