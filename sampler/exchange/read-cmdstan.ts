/** CmdStan's CSV files, one for each chain, as draws. Every problem names the file, its line and what was expected. */
import { type OutsideResult, outsideDraws } from './outside-draws.ts';

interface ChainText {
  /** As the user named it. */
  readonly name: string;
  readonly text: string;
}

interface Chain {
  readonly kind: 'ok';
  readonly name: string;
  readonly names: readonly string[];
  /** Of the draws after tuning. */
  readonly rows: readonly Float64Array[];
  readonly maxDepth: number | null;
}

type Problem = Extract<OutsideResult, { readonly kind: 'problem' }>;
const problem = (message: string): Problem => ({ kind: 'problem', message });

export function readCmdstan(files: readonly ChainText[]): OutsideResult {
  const chains: Chain[] = [];
  for (const file of files) {
    const chain = readChain(file);
    if (chain.kind === 'problem') return chain;
    const unlike = chains.length === 0 ? null : difference(chains[0], chain);
    if (unlike !== null) return unlike;
    chains.push(chain);
  }
  const [first] = chains;
  const joined = (k: number) => Float64Array.from(chains.flatMap(({ rows }) => rows.map((row) => row[k])));
  const statistic = (name: string) => {
    const k = first.names.indexOf(name);
    return k === -1 ? undefined : joined(k);
  };
  const columns = first.names.flatMap((name, k) =>
    name.endsWith('__') ? [] : [[elementName(name), joined(k)] as const],
  );
  const statistics = {
    divergent: statistic('divergent__'),
    energy: statistic('energy__'),
    treeDepth: statistic('treedepth__'),
  };
  return {
    kind: 'ok',
    outside: outsideDraws(new Map(columns), statistics, chains.length, first.rows.length, first.maxDepth),
  };
}

function readChain({ name, text }: ChainText): Chain | Problem {
  const settings = new Map<string, string>();
  const rows: Float64Array[] = [];
  let names: readonly string[] | null = null;
  for (const [i, whole] of text.split('\n').entries()) {
    const line = whole.trim();
    const setting = /^#\s*(\w+)\s*=\s*(\S+)/.exec(line);
    if (setting !== null) settings.set(setting[1], setting[2]);
    if (line === '' || line.startsWith('#')) continue;
    if (names === null) {
      names = line.split(',');
      const fault = faultOfHeader(names);
      if (fault !== null) return problem(`${name}, line ${i + 1}: ${fault}`);
      continue;
    }
    const cells = line.split(',');
    if (cells.length !== names.length)
      return problem(
        `${name}, line ${i + 1}: expected ${names.length} values, as many as there are columns, found ${cells.length}`,
      );
    const row = Float64Array.from(cells, numberOf);
    const bad = cells.findIndex((cell, k) => Number.isNaN(row[k]) && !/^[-+]?nan$/i.test(cell.trim()));
    if (bad !== -1)
      return problem(
        `${name}, line ${i + 1}, column ${names[bad]}: expected a number, found ${JSON.stringify(cells[bad])}`,
      );
    rows.push(row);
  }
  if (names === null) return problem(`${name}: expected a header that begins with lp__, found no header`);
  const tuning = /^(?:1|true)$/.test(settings.get('save_warmup') ?? '')
    ? Math.ceil(Number(settings.get('num_warmup') ?? 0) / Number(settings.get('thin') ?? 1))
    : 0;
  if (rows.length <= tuning)
    return problem(
      `${name}: expected draws after the header, found ${rows.length === 0 ? 'none' : `only the ${rows.length} of tuning`}`,
    );
  const depth = Number(settings.get('max_depth') ?? Number.NaN);
  return { kind: 'ok', name, names, rows: rows.slice(tuning), maxDepth: Number.isNaN(depth) ? null : depth };
}

function faultOfHeader(names: readonly string[]): string | null {
  if (names[0] !== 'lp__')
    return `expected the header of CmdStan, which begins with lp__, found ${JSON.stringify(names[0].slice(0, 40))}`;
  const twice = names.find((name, k) => names.indexOf(name) !== k);
  if (twice !== undefined) return `expected every column once, found ${twice} twice`;
  return names.every((name) => name.endsWith('__'))
    ? 'expected columns of quantities, found only those of the sampler (their names end with __)'
    : null;
}

function difference(first: Chain, chain: Chain): Problem | null {
  const k = first.names.findIndex((name, i) => name !== chain.names[i]);
  if (k !== -1 || first.names.length !== chain.names.length) {
    const at = k === -1 ? first.names.length : k;
    return problem(
      `${chain.name}, column ${at + 1}: expected ${first.names[at] ?? 'no further column'} as in ${first.name}, found ${chain.names[at] ?? 'no further column'}`,
    );
  }
  return first.rows.length === chain.rows.length
    ? null
    : problem(
        `${chain.name}: expected ${first.rows.length} draws as in ${first.name}, found ${chain.rows.length}`,
      );
}

/** NaN for what is not a number, too. */
function numberOf(cell: string): number {
  const text = cell.trim();
  const infinite = /^([-+]?)inf(?:inity)?$/i.exec(text);
  if (infinite !== null) return infinite[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return text === '' ? Number.NaN : Number(text);
}

/** `theta[1,2]` of `theta.1.2`. */
function elementName(column: string): string {
  const [, name, positions] = /^(.*?)((?:\.\d+)*)$/.exec(column) ?? [column, column, ''];
  return positions === '' ? name : `${name}[${positions.slice(1).replaceAll('.', ',')}]`;
}
