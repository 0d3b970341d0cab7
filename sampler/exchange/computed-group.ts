/** A group that a model has to be run for. */
import type { Diagnostic } from '../../grammar/diagnostic.ts';
import type { InferenceGroup } from './inference-data.ts';

export type Computed<Groups = InferenceGroup | null> =
  | { readonly kind: 'ok'; readonly group: Groups }
  /** What other programs compute from it would be wrong. */
  | { readonly kind: 'problem'; readonly message: string }
  | { readonly kind: 'invalid'; readonly diagnostics: readonly Diagnostic[] };
