// Percentiles by nearest rank, so that each is a value that was measured.
export function percentile(values, p) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((p / 100) * sorted.length) - 1)];
}

const rounded = (value) => Math.round(value * 100) / 100;

/** {n, p50, p95, min, max} of at least one number. */
export function summary(values) {
  if (!values.length || values.some((value) => !Number.isFinite(value))) throw new Error(`Not measurements: ${values}`);
  return { n: values.length, p50: rounded(percentile(values, 50)), p95: rounded(percentile(values, 95)), min: rounded(Math.min(...values)), max: rounded(Math.max(...values)) };
}
