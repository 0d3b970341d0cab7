/** The page's state and its subscribers; several changes within one turn notify once. */
import { type Action, type PageState, reduce } from './state.ts';

export interface Store {
  readonly state: PageState;
  dispatch(action: Action): void;
  /** The listener is called in a microtask, with the newest state. */
  subscribe(listener: (state: PageState) => void): void;
}

export function createStore(initial: PageState): Store {
  let state = initial;
  let scheduled = false;
  const listeners: ((state: PageState) => void)[] = [];
  const tell = () => {
    scheduled = false;
    for (const listener of listeners) listener(state);
  };
  return {
    get state() {
      return state;
    },
    dispatch(action) {
      const next = reduce(state, action);
      if (next === state) return;
      state = next;
      if (!scheduled) {
        scheduled = true;
        queueMicrotask(tell);
      }
    },
    subscribe(listener) {
      listeners.push(listener);
    },
  };
}
