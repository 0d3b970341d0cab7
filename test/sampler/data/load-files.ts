/** Loads models from files that tests give as text. */
import { expect } from 'vitest';
import type { LoadedData } from '../../../grammar/data.ts';
import { parse } from '../../../grammar/syntax/parse.ts';
import { loadData } from '../../../sampler/data/load.ts';
import type { LoadOptions } from '../../../sampler/data/load-options.ts';

type Files = Readonly<Record<string, string | Uint8Array>>;

export function options(files: Files): LoadOptions {
  return {
    modelPath: '/models/m.bayes',
    readFile: (path) => {
      const content = files[path.replace('/models/', '')];
      if (content === undefined) return { error: 'no such file' };
      return typeof content === 'string' ? new TextEncoder().encode(content) : content;
    },
    listFolder: () => Object.keys(files),
  };
}

export function load(text: string, files: Files = {}): LoadedData {
  const { program, diagnostics } = parse(text);
  expect(diagnostics).toEqual([]);
  return loadData(program, options(files));
}

/** Loads without a diagnostic. */
export function clean(text: string, files: Files = {}): LoadedData {
  const data = load(text, files);
  expect(data.diagnostics).toEqual([]);
  return data;
}

export const values = (data: LoadedData, name: string) => [...(data.arrays.get(name)?.values ?? [])];

export const labels = (data: LoadedData, name: string) => data.dims.get(name)?.labels;

/** The one diagnostic of a model, with the text its span covers. */
export function only(text: string, files: Files = {}) {
  const { diagnostics } = load(text, files);
  expect(diagnostics.map(({ code, message }) => `${code}: ${message}`)).toHaveLength(1);
  const [diagnostic] = diagnostics;
  return { ...diagnostic, at: text.slice(diagnostic.span.start, diagnostic.span.end) };
}

export const homes = 'county,log_radon,floor\nAnoka,0.5,0\nClay,-1e-1,1\nAnoka,.25,0\n';

export const radon = `dim home, county
data from "radon.csv" {
  y : real[home] = column("log_radon")
  floor : int[home] in 0..1
  county_of : county[home] = column("county")
}`;
