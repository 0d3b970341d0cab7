/** Decimals whose nearest double has another meaning. */

/** Whether a decimal is not a whole number although its double is: `1e-999`, `0.99999999999999999999`. */
export function roundsToWhole(text: string): boolean {
  if (!/[.eE]/.test(text) || !Number.isInteger(Number(text))) return false;
  const [, whole, fraction = '', exponent = '0'] = /^[+-]?(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  if (whole === undefined) return false;
  const significant = `${whole}${fraction}`.replace(/0+$/, '');
  const places = fraction.length - (whole.length + fraction.length - significant.length);
  return significant !== '' && places > Number(exponent);
}
