/** Creates elements with attributes, listeners and children. Text is never parsed as markup. */
export type Child = Node | string | null;

type Listeners = {
  readonly [Event in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[Event]) => void;
};

interface Props {
  readonly class?: string;
  readonly attrs?: Readonly<Record<string, string | number | boolean | null>>;
  readonly on?: Listeners;
  readonly text?: string;
}

export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  props?: Props,
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag];
export function h(tag: string, props?: Props, ...children: readonly Child[]): HTMLElement;
export function h(tag: string, props: Props = {}, ...children: readonly Child[]): HTMLElement {
  const element = document.createElement(tag);
  if (props.class !== undefined) element.className = props.class;
  if (props.text !== undefined) element.textContent = props.text;
  setAttributes(element, props.attrs ?? {});
  for (const [event, listener] of Object.entries(props.on ?? {})) {
    element.addEventListener(event, listener as EventListener);
  }
  for (const child of children) if (child !== null) element.append(child);
  return element;
}

/** null and false remove an attribute; true sets it (to `true` for ARIA attributes). */
export function setAttributes(element: Element, attributes: NonNullable<Props['attrs']>): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === false) element.removeAttribute(name);
    else element.setAttribute(name, value === true && !name.startsWith('aria-') ? '' : String(value));
  }
}

/** Writes only differences, to avoid layout and repeated screen reader announcements. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
