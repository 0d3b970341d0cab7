/** What stands left of `~`: `y`, `p(y, n)`, `cens(y, c)`, `weights(y, w)`. */

export interface Response {
  readonly name: string;
  readonly trials?: string;
  /** The datum that says which rows are censored, and where it stands. */
  readonly censoring?: { readonly name: string; readonly at: number };
  /** The datum that multiplies the log density of each row, and where it stands. */
  readonly weight?: { readonly name: string; readonly at: number };
  readonly at: number;
}

const name = '[\\p{L}_][\\p{L}\\p{N}_]*';
const nameAlone = new RegExp(`^${name}$`, 'u');
const successes = new RegExp(`^p\\(\\s*(${name})\\s*,\\s*(${name})\\s*\\)$`, 'u');
const censored = new RegExp(`^(cens\\(\\s*(${name})\\s*,\\s*)(${name})\\s*\\)$`, 'u');
const weighted = new RegExp(`^(weights\\(\\s*)(.*\\S)(\\s*,\\s*)(${name})\\s*\\)$`, 'u');

/** @param at where the text begins in the formula. */
export function responseOf(text: string, at: number): Response | undefined {
  const outer = weighted.exec(text);
  if (outer !== null) {
    const [, open, inside, comma, weight] = outer;
    const outcome = responseOf(inside, at + open.length);
    if (outcome === undefined || outcome.weight !== undefined) return undefined;
    return { ...outcome, weight: { name: weight, at: at + open.length + inside.length + comma.length } };
  }
  const cens = censored.exec(text);
  if (cens !== null) {
    const [, before, outcome, datum] = cens;
    return { name: outcome, censoring: { name: datum, at: at + before.length }, at };
  }
  const trials = successes.exec(text);
  if (trials !== null) return { name: trials[1], trials: trials[2], at };
  return nameAlone.test(text) ? { name: text, at } : undefined;
}
