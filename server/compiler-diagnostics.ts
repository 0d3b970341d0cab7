/** What the compiler says of a model, debounced by 300 ms, since lowering is too slow to run at every keystroke. */
import type { Diagnostic } from '../grammar/diagnostic.ts';
import type { SummedOut } from '../grammar/ir.ts';
import { loadOptions, type ModelDocument } from './documents.ts';

interface CompilerDiagnostics {
  /** A document has changed: restarts the debounce. */
  schedule(): void;
  /** The diagnostics of this version of a document; empty until computed. */
  of(document: ModelDocument): readonly Diagnostic[];
  /** How discrete unknowns are summed out in this version of a document, and its cost; empty until known. */
  summedOut(document: ModelDocument): readonly SummedOut[];
  dispose(): void;
}

interface CompilerDiagnosticsOptions {
  readonly documents: () => readonly ModelDocument[];
  readonly onFound: (document: ModelDocument) => void;
  readonly onFault: (error: unknown) => void;
}

const PAUSE_MS = 300;

export function createCompilerDiagnostics({
  documents,
  onFound,
  onFault,
}: CompilerDiagnosticsOptions): CompilerDiagnostics {
  const known = new WeakMap<ModelDocument, readonly Diagnostic[]>();
  const summedOut = new WeakMap<ModelDocument, readonly SummedOut[]>();
  let timer: NodeJS.Timeout | undefined;

  async function run(): Promise<void> {
    // Loaded at the first pause, so that the server starts faster.
    const { lower } = await import('../sampler/compile/lower/lower.ts');
    const { checkNewDraws } = await import('../sampler/predict/check-new-draws.ts');
    for (const document of documents()) {
      const { program, data, diagnostics } = document;
      if (known.has(document) || diagnostics.some(({ severity }) => severity === 'error')) continue;
      known.set(document, []);
      try {
        const { ir, diagnostics: own } = lower(program, data);
        summedOut.set(document, ir.summedOut ?? []);
        const load = loadOptions(document.reader, new Map());
        const isSound = !own.some(({ severity }) => severity === 'error');
        const found = isSound ? [...own, ...checkNewDraws(program, data, load)] : own;
        known.set(document, found);
        if (found.length > 0) onFound(document);
      } catch (error) {
        onFault(error);
      }
    }
  }

  return {
    schedule() {
      clearTimeout(timer);
      timer = setTimeout(() => void run().catch(onFault), PAUSE_MS);
    },
    of: (document) => known.get(document) ?? [],
    summedOut: (document) => summedOut.get(document) ?? [],
    dispose: () => clearTimeout(timer),
  };
}
