/** A probability with three decimals, or `>0.999` and `<0.001` where they would say 1 or 0 of what is not. */
export function probabilityText(probability: number): string {
  if (Number.isNaN(probability)) return 'nan';
  if (probability > 0.999 && probability < 1) return '>0.999';
  return probability < 0.001 && probability > 0 ? '<0.001' : probability.toFixed(3);
}
