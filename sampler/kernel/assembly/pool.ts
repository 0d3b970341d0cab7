// Points of a trajectory, counted and reused (methods/nuts/node-pool.ts). A state is free again when no subtree
// uses it as its first, last or chosen point.
import { NEXT_STATE } from '../record';
import { holdersOf, setHolders, sizeOfState } from './model';

/** Addresses of free states. */
const FREE: usize = 2048;
let free: usize = 0;

/** A free state; its contents are left over from an earlier use. */
export function take(): usize {
  if (free > 0) {
    free -= 4;
    return load<u32>(FREE + free);
  }
  const state = load<u32>(NEXT_STATE);
  store<u32>(NEXT_STATE, state + sizeOfState());
  return state;
}

/** One holder less; free at zero. */
export function release(state: usize): void {
  const holders = holdersOf(state) - 1;
  setHolders(state, holders);
  if (holders != 0) return;
  store<u32>(FREE + free, state);
  free += 4;
}
