/** A first model of a data file: it has no mistake, whatever the columns are, and its family is that of the outcome. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { checkModel } from '../../sampler/model/check-model.ts';
import { draftOf } from '../../server/draft-request.ts';
import { createFileSource } from '../../server/file-source.ts';
import { DRAFT_REQUEST, type DraftAnswer } from '../../server/protocol.ts';
import { startServer } from './client.ts';

const folder = mkdtempSync(join(tmpdir(), 'draft-'));
afterAll(() => rmSync(folder, { recursive: true }));

const files = createFileSource({ trusted: true, folders: [] });
function at(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}
function text(file: string, outcome: string): string {
  const answer = draftOf({ file, outcome }, files);
  if (answer.kind !== 'model') throw new Error(JSON.stringify(answer));
  return answer.text;
}

const sites = ['north', 'south', 'east', 'west', 'coast', 'hills', 'lake'];
const rows = Array.from({ length: 42 }, (_, i) => ({
  id: i + 1,
  name: `p${(i * 37) % 101}`,
  when: `2020-0${(i % 9) + 1}-11`,
  site: sites[i % 7],
  arm: i % 3 === 0 ? 'control' : 'treated',
  'Dose (mg)': ((i * 7) % 11) / 2,
  sigma: i === 4 ? null : (i % 5) + 0.5,
  ill: Number((i * i) % 5 === 1),
  visits: (i * i) % 9,
  weight: 60 + ((i * 13) % 17) / 3,
  unit: 'kg',
}));
const names = Object.keys(rows[0]) as (keyof (typeof rows)[0])[];
const csv = `${names.join(',')}\n${rows.map((row) => names.map((name) => row[name] ?? '').join(',')).join('\n')}\n`;

describe('a first model', () => {
  test('declares what can predict the outcome, by kind, and says what it leaves out', () => {
    expect(
      text(at('patients.csv', csv), 'weight'),
    ).toBe(`# A first model of weight: change outcome, terms and family as you like, then press Sample above it.
model patients

dim row, site_level, arm_level

data from "patients.csv" where known(sigma) {
  weight  : real[row]
  when    : real[row] = days("when")
  site    : site_level[row]
  arm     : arm_level[row]
  Dose_mg : real[row] = column("Dose (mg)")
  sigma_2 : real[row] = column("sigma")
  ill     : int[row]
  visits  : int[row]
}

# Left out: id (numbers of the rows), name (almost each row has its own label), unit (one value).
# StudentT in place of Normal allows for values far out.
formula "weight ~ when + (1 | site) + arm + Dose_mg + sigma_2 + ill + visits" family Normal
`);
  });

  test.each([
    ['ill', 'Bernoulli'],
    ['visits', 'NegativeBinomial'],
    ['weight', 'Normal'],
  ])('of %s is %s, and has no mistake', (outcome, family) => {
    for (const [file, content] of [
      ['a.csv', csv],
      ['a.tsv', csv.replaceAll(',', '\t')],
      ['records.json', JSON.stringify(rows)],
      [
        'lists.json',
        JSON.stringify(Object.fromEntries(names.map((name) => [name, rows.map((row) => row[name])]))),
      ],
    ]) {
      const draft = text(at(file, content), outcome);
      expect(draft).toMatch(new RegExp(`family ${family}\\n$`));
      const path = at('draft.bayes', draft);
      const found = checkModel(draft, path);
      expect(found.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    }
  });

  test('of columns with names that the language or the formula has', () => {
    const head = 'row,model,b,Intercept,2nd,b,α β,true';
    const body = Array.from({ length: 9 }, (_, i) =>
      [i % 4, i * 0.5, (i * i) % 7, i % 3, i % 5, 1, i % 2 ? 'u' : 'v', i * i].join(','),
    );
    const draft = text(at('odd.csv', `${head.replace(',b,α', ',c,α')}\n${body.join('\n')}\n`), 'model');
    expect(draft).toContain(
      'formula "model_2 ~ row + b_2 + Intercept_2 + _2nd + α_β + true_2" family Normal',
    );
    expect(draft).toContain('dim row_2, α_β_level');
    expect(checkModel(draft, at('odd.bayes', draft)).diagnostics).toEqual([]);
  });

  test('without a column of numbers, of a file that is no table, or of a column that is not there', () => {
    const message = (answer: DraftAnswer) => (answer.kind === 'problem' ? answer.message : answer.kind);
    expect(message(draftOf({ file: at('t.csv', 'a,b\nx,1\ny,1\n') }, files))).toBe(
      't.csv has no column of numbers that vary: its columns are a, b',
    );
    expect(message(draftOf({ file: at('t.json', '[1, 2]') }, files))).toContain('it is no table');
    expect(message(draftOf({ file: join(folder, 'none.csv') }, files))).toContain('none.csv cannot be read');
    expect(message(draftOf({ file: at('u.csv', 'a,b\n1,x\n2,y\n'), outcome: 'b' }, files))).toContain(
      'no column “b” of numbers',
    );
  });
});

test('the server answers with columns, and reads nothing outside of an untrusted workspace', async () => {
  const file = at('patients.csv', csv);
  const server = await startServer(folder);
  const answer = await server.connection.sendRequest<DraftAnswer>(DRAFT_REQUEST, { file });
  expect(
    answer.kind === 'columns' &&
      answer.columns.filter(({ canBeOutcome }) => canBeOutcome).map(({ name }) => name),
  ).toEqual(['id', 'Dose (mg)', 'sigma', 'ill', 'visits', 'weight']);
  await server.stop();
  const other = mkdtempSync(join(tmpdir(), 'elsewhere-'));
  const untrusted = await startServer(other, { trusted: false });
  const refused = await untrusted.connection.sendRequest<DraftAnswer>(DRAFT_REQUEST, { file });
  expect(refused).toMatchObject({ kind: 'problem', message: expect.stringContaining('not trusted') });
  await untrusted.stop();
  rmSync(other, { recursive: true });
});
