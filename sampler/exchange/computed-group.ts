/** A group that a model has to be run for. */
import type { Diagnostic } from '../../grammar/diagnostic.ts';
import type { InferenceGroup } from './inference-data.ts';

export type Computed<Groups = InferenceGroup | null> =
  | { readonly kind: 'ok'; readonly group: Groups }
  | { readonly kind: 'invalid'; readonly diagnostics: readonly Diagnostic[] };
