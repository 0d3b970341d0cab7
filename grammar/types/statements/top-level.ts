/** The environment of a statement's own expressions: no local names, no guard. */
import { emptyScope } from '../../scope/symbol.ts';
import type { Env } from '../context.ts';

export const topLevel: Env = { scope: emptyScope, guarded: false, self: null };
