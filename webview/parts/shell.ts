/** What every page has: the queue of its plots, its theme, and announcements. */
import type { FigureContext } from '../context.ts';
import { h, setText } from '../dom.ts';
import { readTheme, watchTheme } from '../theme.ts';
import { createRenderQueue } from './render-queue.ts';

const ANNOUNCEMENT_MS = 4000;

interface Shell extends Pick<FigureContext, 'queue' | 'theme' | 'onTheme' | 'announce'> {
  /** Where announcements are shown. */
  readonly toast: HTMLElement;
}

export function createShell(body: HTMLElement): Shell {
  const themed = new Set<() => void>();
  let theme = readTheme(body);
  watchTheme(body, (next) => {
    theme = next;
    for (const listener of themed) listener();
  });
  const toast = h('div', { class: 'toast', attrs: { role: 'status', 'aria-live': 'polite' } });
  let toastTimer: ReturnType<typeof setTimeout> | undefined;
  return {
    toast,
    queue: createRenderQueue((callback) => requestAnimationFrame(() => setTimeout(callback, 0))),
    theme: () => theme,
    onTheme(listener) {
      themed.add(listener);
      return () => themed.delete(listener);
    },
    announce(text) {
      setText(toast, text);
      toast.classList.add('shown');
      clearTimeout(toastTimer);
      toastTimer = setTimeout(() => {
        toast.classList.remove('shown');
        setText(toast, '');
      }, ANNOUNCEMENT_MS);
    },
  };
}
