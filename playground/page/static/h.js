// Making elements: text is always text.

const SVG = "http://www.w3.org/2000/svg";

/** An element with attributes (`on…` are listeners, `null` and `false` are left out) and children
 * (text, nodes, lists of either). A tag such as "svg:path" is one of SVG. */
export function h(tag, attributes, ...children) {
  const el = tag.startsWith("svg:")
    ? document.createElementNS(SVG, tag.slice(4))
    : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) el.addEventListener(name.slice(2), value);
    else el.setAttribute(name, value === true ? "" : value);
  }
  el.append(...children.flat(Infinity).filter((one) => one !== null && one !== undefined));
  return el;
}

/** Words with `{names}` filled in. */
export function say(words, key, facts = {}) {
  return words[key].replace(/\{(\w+)\}/g, (whole, name) => facts[name] ?? whole);
}

let made = 0;

/** An id that no other element has. */
export function freshId() {
  made += 1;
  return `e${made}`;
}

/** Set an attribute, or take it away for null and false. */
export function put(el, name, value) {
  if (value === null || value === undefined || value === false) el.removeAttribute(name);
  else if (el.getAttribute(name) !== String(value)) el.setAttribute(name, value);
}

const shown = new WeakMap();
const withoutState = (name, value) => (name === "holds" || name === "error" ? undefined : value);

/** Make `parent` show these items, one node each, and keep every node whose item is unchanged.
 *
 * `draw(item)` makes a node; a node with an `update(item)` is kept when only what its fields hold
 * has changed, or always when it says so with `updates = "always"`. */
export function redraw(parent, items, keyOf, draw) {
  const known = new Map([...parent.children].map((node) => [shown.get(node)?.key, node]));
  let after = null;
  for (const item of items) {
    const key = keyOf(item);
    const node = kept(known.get(key), item) ?? draw(item);
    known.delete(key);
    shown.set(node, { key, text: JSON.stringify(item), shape: JSON.stringify(item, withoutState) });
    const place = after ? after.nextSibling : parent.firstChild;
    if (place !== node) parent.insertBefore(node, place);
    after = node;
  }
  while (after ? after.nextSibling : parent.firstChild) {
    (after ? after.nextSibling : parent.firstChild).remove();
  }
}

function kept(node, item) {
  if (!node) return null;
  const old = shown.get(node);
  if (old.text === JSON.stringify(item)) return node;
  const same = old.shape === JSON.stringify(item, withoutState) || node.updates === "always";
  if (!node.update || !same) return null;
  node.update(item);
  return node;
}
