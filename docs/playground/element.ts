/** What may be set on a new element: its class, its language, whether it is hidden from screen readers. */
type Attributes = Readonly<Record<string, string>>

/** Makes an element. Texts become text nodes, so nothing that comes from a certificate can be markup. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly (string | Node)[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value)
  made.append(...children)
  return made
}

/** The element of index.html that `selector` names. */
export function find<Type extends Element>(
  selector: string,
  type: new () => Type,
  within: ParentNode = document,
): Type {
  const found = within.querySelector(selector)
  if (!(found instanceof type)) throw new TypeError(`index.html has no ${selector}`)
  return found
}
