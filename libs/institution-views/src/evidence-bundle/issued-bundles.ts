import type { Shows } from './evidence-bundle';

/** A bundle that was issued, until it is fetched or its time is over. Its archive holds what is disclosed, so it lies in memory alone. */
type Issued = Readonly<{ name: string; archive: Uint8Array; client: string; agent: string; file: string; shows: Shows; until: number }>;

/** How long a bundle waits to be fetched, in milliseconds, and how much may wait in all, in bytes. */
const waits = 15 * 60_000;
const most = 512 * 2 ** 20;

/** Bundles that wait to be fetched by who asked for them. */
export class IssuedBundles {
  private readonly issued = new Map<string, Issued>();

  constructor(private readonly now: () => number = Date.now) {}

  /** The oldest give way where there is no room. */
  keep(id: string, bundle: Omit<Issued, 'until'>): void {
    this.sweep();
    this.issued.set(id, { ...bundle, until: this.now() + waits });
    for (const [one] of this.issued) if (this.bytes() > most && one !== id) this.issued.delete(one);
  }

  /** The archive and its name, for the very agent it was issued to; to everybody else there is none. */
  find(id: string, { client, agent }: Readonly<{ client: string; agent?: string | undefined }>): Omit<Issued, 'until'> | undefined {
    this.sweep();
    const found = this.issued.get(id);
    return found?.client === client && found.agent === agent ? found : undefined;
  }

  private bytes(): number {
    return [...this.issued.values()].reduce((sum, { archive }) => sum + archive.length, 0);
  }

  private sweep(): void {
    for (const [id, { until }] of this.issued) if (until <= this.now()) this.issued.delete(id);
  }
}
