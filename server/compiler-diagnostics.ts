/** Compiler diagnostics, debounced by 300 ms, since lowering is too slow to run at every keystroke. */
import type { Diagnostic } from '../grammar/diagnostic.ts';
import { loadOptions, type ModelDocument } from './documents.ts';

interface CompilerDiagnostics {
  /** A document has changed: restarts the debounce. */
  schedule(): void;
  /** The diagnostics of this version of a document; empty until computed. */
  of(document: ModelDocument): readonly Diagnostic[];
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
        const own = lower(program, data).diagnostics;
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
    dispose: () => clearTimeout(timer),
  };
}
