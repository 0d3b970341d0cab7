/** From a model's text to its compiled module, for all methods. */
import type { Diagnostic } from '../../grammar/diagnostic.ts';
import type { IrProgram } from '../../grammar/ir.ts';
import type { Span } from '../../grammar/span.ts';
import { compile } from '../compile/compile.ts';
import type { CompiledModel } from '../compile/compiled-model.ts';
import type { LowerOptions } from '../compile/lower/context.ts';
import { lower } from '../compile/lower/lower.ts';
import { type CheckedModel, hasErrors } from './check-model.ts';
import type { RunCode } from './refusal-codes.ts';

export type Prepared =
  | {
      readonly kind: 'ok';
      readonly ir: IrProgram;
      readonly model: CompiledModel;
      readonly module: WebAssembly.Module;
      /** Warnings of the compiler. */
      readonly warnings: readonly Diagnostic[];
    }
  | { readonly kind: 'invalid'; readonly diagnostics: readonly Diagnostic[] };

type Lowered =
  | Pick<Extract<Prepared, { readonly kind: 'ok' }>, 'kind' | 'ir' | 'warnings'>
  | Extract<Prepared, { readonly kind: 'invalid' }>;

/**
 * @param verb what was to be done to the model: `sample`, `approximate`.
 * @param change replaces the program of the posterior on the unconstrained scale.
 */
export async function prepare(
  checked: CheckedModel,
  verb: string,
  change?: (posterior: IrProgram) => IrProgram,
): Promise<Prepared> {
  const lowered = lowerModel(checked, verb, change);
  return lowered.kind === 'ok' ? compileLowered(lowered) : lowered;
}

/**
 * Rejects invalid programs here, since compiling takes longer.
 * @param centring with degrees of centring, for methods that adapt them.
 * @param others observed positions without which the posterior is, summaries of the data that it keeps.
 */
export function lowerModel(
  { program, data, diagnostics, kindsKnown }: CheckedModel,
  verb: string,
  change?: (posterior: IrProgram) => IrProgram,
  centring = false,
  others: Pick<LowerOptions, 'leftOut' | 'summaries'> = {},
): Lowered {
  if (hasErrors(diagnostics)) return { kind: 'invalid', diagnostics };
  const { ir: posterior, diagnostics: found } = lower(program, data, {
    kindsKnown,
    centring,
    ...others,
  });
  if (hasErrors(found)) return { kind: 'invalid', diagnostics: [...diagnostics, ...found] };
  const ir = change === undefined ? posterior : change(posterior);
  if (ir.dimension === 0) return invalid('no-parameters', `the model has no parameter to ${verb}`);
  return { kind: 'ok', ir, warnings: found };
}

/** @param stored names of the quantities that are to be kept alone, by `storedModel` of the result. */
export async function compileLowered(
  { ir, warnings }: Extract<Lowered, { readonly kind: 'ok' }>,
  stored: ReadonlySet<string> | null = null,
): Promise<Extract<Prepared, { readonly kind: 'ok' }>> {
  const model = compile(ir, undefined, stored);
  const module = new WebAssembly.Module(Uint8Array.from(model.wasm));
  return { kind: 'ok', ir, model, module, warnings };
}

export function invalid(
  code: RunCode | 'setting-value',
  message: string,
  span: Span = { start: 0, end: 0 },
): Extract<Prepared, { kind: 'invalid' }> {
  const diagnostic: Diagnostic = { code, severity: 'error', message, span };
  return { kind: 'invalid', diagnostics: [diagnostic] };
}
