/** Virtualised list of items of equal height: only those near the viewport exist. */
import { h } from '../dom.ts';
import { listWindow } from '../table/visible-rows.ts';

export interface Item {
  readonly element: HTMLElement;
  dispose(): void;
}

interface VirtualItems {
  readonly element: HTMLElement;
  /** `keys` identify the items; items with an unchanged key are reused. */
  update(keys: readonly string[]): void;
  /** Scrolls to an item; −1 scrolls nowhere. */
  reveal(index: number): void;
  dispose(): void;
}

export function createVirtualItems(
  label: string,
  itemHeight: number,
  create: (key: string, index: number) => Item,
): VirtualItems {
  const body = h('div', { class: 'items-body', attrs: { role: 'list', 'aria-label': label } });
  const element = h(
    'div',
    { class: 'items', attrs: { tabindex: 0, role: 'region', 'aria-label': label } },
    body,
  );
  const alive = new Map<string, { readonly item: Item; readonly place: HTMLElement }>();
  let keys: readonly string[] = [];
  let scheduled = false;

  function draw(): void {
    scheduled = false;
    if (!element.isConnected) return;
    const { first, end } = listWindow(keys.length, itemHeight, element.scrollTop, element.clientHeight, 1);
    const wanted = new Set(keys.slice(first, end));
    for (const [key, { item, place }] of alive) {
      if (wanted.has(key)) continue;
      item.dispose();
      place.remove();
      alive.delete(key);
    }
    for (let index = first; index < end; index++) {
      const key = keys[index];
      let entry = alive.get(key);
      if (entry === undefined) {
        const item = create(key, index);
        const place = h(
          'div',
          { class: 'item', attrs: { role: 'listitem', 'aria-setsize': keys.length } },
          item.element,
        );
        place.style.height = `${itemHeight}px`;
        entry = { item, place };
        alive.set(key, entry);
        body.append(place);
      }
      entry.place.style.transform = `translateY(${index * itemHeight}px)`;
      entry.place.setAttribute('aria-posinset', String(index + 1));
    }
  }

  function schedule(): void {
    if (scheduled) return;
    scheduled = true;
    requestAnimationFrame(draw);
  }

  element.addEventListener('scroll', schedule, { passive: true });
  const resize = new ResizeObserver(schedule);
  resize.observe(element);

  return {
    element,
    update(next) {
      if (next !== keys) body.style.height = `${next.length * itemHeight}px`;
      keys = next;
      schedule();
    },
    reveal(index) {
      if (index < 0) return;
      // The height must be known before the list can be scrolled.
      requestAnimationFrame(() => {
        element.scrollTop = index * itemHeight;
      });
    },
    dispose() {
      resize.disconnect();
      for (const { item } of alive.values()) item.dispose();
      alive.clear();
    },
  };
}
