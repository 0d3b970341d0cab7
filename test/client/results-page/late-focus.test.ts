/** A text that a page leads to keeps the focus, also where the click that asked for it gives it to the page late. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { keepFocus } from '../../../client/results-page/late-focus.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function windowWithText() {
  const listeners = new Set<() => void>();
  let isOnPage = false;
  const takeBack = vi.fn();
  keepFocus({
    changes(listener) {
      listeners.add(listener);
      return { dispose: () => void listeners.delete(listener) };
    },
    isOnPage: () => isOnPage,
    takeBack,
  });
  const focus = (part: 'page' | 'text') => {
    isOnPage = part === 'page';
    for (const listener of listeners) listener();
  };
  return { focus, takeBack };
}

test('is taken back, once, after its page took the focus late', () => {
  const { focus, takeBack } = windowWithText();
  focus('text');
  expect(takeBack).not.toHaveBeenCalled();
  focus('page');
  focus('page');
  expect(takeBack).toHaveBeenCalledTimes(1);
});

test('is left to a page that is clicked later', () => {
  const { focus, takeBack } = windowWithText();
  vi.runAllTimers();
  focus('page');
  expect(takeBack).not.toHaveBeenCalled();
});
