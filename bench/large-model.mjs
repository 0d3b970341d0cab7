/** A valid model of about `lines` lines without findings, with its data inline. */
export function largeModel(lines) {
  const values = Array.from({ length: 50 }, (_, i) => i / 10).join(', ');
  const text = ['model large', 'dim obs', `data { x : real[obs] = [${values}] }`];
  for (let i = 0; text.length < lines; i++) {
    text.push(`data { y${i} : real[obs] = [${values}] }`);
    text.push(`param b${i} ~ Normal(0, 1)`, `param s${i} ~ HalfNormal(1)`);
    text.push(`let mu${i} = b${i} * standardize(x) + s${i}^2`, `observe y${i} ~ Normal(mu${i}, s${i})`);
  }
  return text.join('\n');
}
