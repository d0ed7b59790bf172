/** Rounds are interleaved and medians printed: the machine is shared, a single run says little. */
export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};

/** Runs each contender once a round, `rounds` times, and gives the median rate of each (things done a second). */
export async function rates<Name extends string>(rounds: number, contenders: Record<Name, () => Promise<number> | number>): Promise<Record<Name, number>> {
  const seen = new Map<Name, number[]>();
  for (let round = 0; round < rounds; round++) {
    for (const [name, run] of Object.entries(contenders) as [Name, () => Promise<number> | number][]) {
      seen.set(name, [...(seen.get(name) ?? []), await run()]);
    }
  }
  return Object.fromEntries([...seen].map(([name, values]) => [name, median(values)])) as Record<Name, number>;
}

/** Things done a second by `step`, which does `size` things a call, in about `milliseconds`. */
export async function rate(milliseconds: number, step: () => Promise<unknown> | unknown, size = 1): Promise<number> {
  const start = performance.now();
  let done = 0;
  while (performance.now() - start < milliseconds) {
    await step();
    done += size;
  }
  return (done * 1000) / (performance.now() - start);
}

/** What stands beside a figure: the raw limit measured in the same run, with the share of it to reach where one is named, or a mark to pass. */
type Beside = Readonly<{ ratio: number; of: string; reach?: number }> | Readonly<{ mark: number }>;

export const shown = (value: number): string => (value >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(2));

export const line = (what: string, value: number, unit: string, ...beside: readonly Beside[]): void => {
  const compared = beside.map((one) => {
    if ('mark' in one) return `mark ${one.mark.toLocaleString('en')}: ${value >= one.mark ? 'OK' : 'SHORT'}`;
    const { ratio, of, reach } = one;
    return `${ratio.toFixed(2)} × ${of}${reach === undefined ? '' : ` (to reach: ${reach})${ratio >= reach ? '' : '  SHORT'}`}`;
  });
  console.log(`${what.padEnd(52)} ${shown(value).padStart(12)} ${unit.padEnd(10)}  ${compared.join('; ')}`.trimEnd());
};
