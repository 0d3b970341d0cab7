/** What a decimal says that the double nearest to it does not. */

/** Whether a decimal is no whole number though its double is: `1e-999`, `0.99999999999999999999`. */
export function roundsToWhole(text: string): boolean {
  if (!/[.eE]/.test(text) || !Number.isInteger(Number(text))) return false;
  const [, whole, fraction = '', exponent = '0'] = /^[+-]?(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  if (whole === undefined) return false;
  const significant = `${whole}${fraction}`.replace(/0+$/, '');
  const places = fraction.length - (whole.length + fraction.length - significant.length);
  return significant !== '' && places > Number(exponent);
}
