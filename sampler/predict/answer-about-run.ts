/** What a computation from the draws of a kept run comes to. */
import type { Diagnostic } from '../../grammar/diagnostic.ts';

/** Why there is none. */
export type NoAnswerAboutRun =
  | { readonly kind: 'problem'; readonly message: string }
  /** The model or its data no longer fit the draws. */
  | { readonly kind: 'invalid'; readonly diagnostics: readonly Diagnostic[] };

export type AnswerAboutRun<R> =
  | { readonly kind: 'ok'; readonly report: R }
  | NoAnswerAboutRun
  /** By the caller's wish. */
  | { readonly kind: 'stopped' };
