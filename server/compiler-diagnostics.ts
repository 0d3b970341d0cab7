/** Compiler diagnostics that depend on the data, debounced: they take too long to compute at every keystroke. */
import type { Diagnostic } from '../grammar/diagnostic.ts';
import { loadOptions, type ModelDocument } from './documents.ts';

interface LateChecks {
  /** A document has changed: restarts the debounce. */
  schedule(): void;
  /** What is known so far of this state of a document. */
  of(document: ModelDocument): readonly Diagnostic[];
  dispose(): void;
}

interface LateChecksOptions {
  readonly documents: () => readonly ModelDocument[];
  readonly onFound: (document: ModelDocument) => void;
  readonly onFault: (error: unknown) => void;
}

const PAUSE_MS = 300;

export function createLateChecks({ documents, onFound, onFault }: LateChecksOptions): LateChecks {
  const known = new WeakMap<ModelDocument, readonly Diagnostic[]>();
  let timer: NodeJS.Timeout | undefined;

  async function run(): Promise<void> {
    // Loaded at the first pause, so that the server is there sooner.
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
