/** The imports of our own sources, read as text: from which file, and whether of types only or of values. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
export const folders = ['grammar', 'sampler', 'server', 'webview', 'client'] as const;

export interface Import {
  readonly from: string;
  readonly specifier: string;
  readonly typeOnly: boolean;
  /** `import(…)`, which is loaded once it is reached. */
  readonly lazy: boolean;
}

/** Paths from the root. The math library in AssemblyScript and generated files are left out. */
export function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory())
      return entry.name === 'generated' || entry.name === 'assembly' ? [] : sources(path);
    return entry.name.endsWith('.ts') ? [path] : [];
  });
}

const PATTERN =
  /^\s*(?:import|export)\s+(type\s+)?([^;'"]*?\sfrom\s+)?['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/gm;

export function importsIn(path: string, text: string): Import[] {
  return [...text.matchAll(PATTERN)].map((m) => ({
    from: path,
    specifier: m[3] ?? m[4],
    typeOnly: m[1] !== undefined || onlyTypes(m[2] ?? ''),
    lazy: m[4] !== undefined,
  }));
}

/** `{ type A, type B } from`, which is erased in JavaScript. */
function onlyTypes(clause: string): boolean {
  const names = /^\s*\{([^}]*)\}\s*from\s*$/.exec(clause)?.[1].split(',') ?? [];
  return names.some((n) => n.trim() !== '') && names.every((n) => n.trim() === '' || /^\s*type\s/.test(n));
}

export function importsOf(path: string): Import[] {
  return importsIn(path, readFileSync(join(root, path), 'utf8'));
}

/** The imported file as a path from the root; null for a package. */
export function targetOf({ from, specifier }: Import): string | null {
  return specifier.startsWith('.') ? relative(root, resolve(root, dirname(from), specifier)) : null;
}

/** `sampler/run/run-chains.ts` is in the room `sampler/run`; a file beside the rooms is a room of its own. */
export function roomOf(path: string): string {
  const parts = path.split('/');
  return parts.length > 2 ? `${parts[0]}/${parts[1]}` : path;
}

/** Groups of nodes that reach each other (Tarjan 1972), each with more than one node. */
export function cycles(edges: ReadonlyMap<string, ReadonlySet<string>>): string[][] {
  const order = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const found: string[][] = [];
  const visit = (node: string): void => {
    order.set(node, order.size);
    low.set(node, order.get(node) as number);
    stack.push(node);
    for (const next of edges.get(node) ?? []) {
      if (!order.has(next)) {
        visit(next);
        low.set(node, Math.min(low.get(node) as number, low.get(next) as number));
      } else if (stack.includes(next)) {
        low.set(node, Math.min(low.get(node) as number, order.get(next) as number));
      }
    }
    if (low.get(node) !== order.get(node)) return;
    const group = stack.splice(stack.indexOf(node));
    if (group.length > 1) found.push(group.sort());
  };
  for (const node of edges.keys()) if (!order.has(node)) visit(node);
  return found;
}

/** Imports of values between files or, with `roomOf`, between rooms. */
export function valueEdges(
  imports: readonly Import[],
  place: (path: string) => string = (path) => path,
): Map<string, Set<string>> {
  const edges = new Map<string, Set<string>>();
  for (const one of imports) {
    const target = targetOf(one);
    if (one.typeOnly || target === null) continue;
    const [from, to] = [place(one.from), place(target)];
    if (from === to) continue;
    edges.set(from, (edges.get(from) ?? new Set()).add(to));
  }
  return edges;
}

/** What loading a file loads with it: files of ours as paths from the root, and packages. */
export function loadedWith(entry: string): Set<string> {
  const loaded = new Set([entry]);
  // A set visits what is added while it is walked.
  for (const path of loaded) {
    if (!path.endsWith('.ts') || path.includes('/generated/')) continue;
    for (const one of importsOf(path))
      if (!one.typeOnly && !one.lazy) loaded.add(targetOf(one) ?? one.specifier);
  }
  return loaded;
}
