import type { EventStore } from '@amparo/event-store';
import { currentVersion, dropOtherVersions, Finder, nextVersion, Opener, Projector, switchVersion, ViewStore } from '@amparo/institution-views';
import { ProjectedProgress, RememberedStanding } from '@amparo/institution-views/views.handlers';
import type { ClockPolicy } from '@amparo/protocol';
import type { Vault } from '@amparo/vault';

/** The read side as this process runs it: the files, and the projector that keeps them. */
export type Views = Readonly<{
  store: ViewStore;
  projector: Projector;
  progress: ProjectedProgress;
  standing: RememberedStanding;
  close(): Promise<void>;
}>;

/** How often a server looks whether views were built again beside those it serves, in milliseconds. */
const lookEvery = 1_000;

/** @param failed told when views that were built again cannot be served; those that are served go on. */
export function openViews(folder: string, store: EventStore, clocks: ClockPolicy, failed: (error: Error) => void): Views {
  dropOtherVersions(folder);
  const views = new ViewStore(currentVersion(folder));
  let given: string | undefined;
  let switching: Promise<void> | undefined;
  const look = (projector: Projector): void => {
    const version = currentVersion(folder);
    if (switching || version === views.version || version === given) return;
    given = version;
    switching = projector.switchTo(version).catch(failed).finally(() => (switching = undefined));
  };
  try {
    const projector = new Projector(store, views, clocks);
    const looking = setInterval(() => look(projector), lookEvery);
    looking.unref();
    return {
      store: views,
      projector,
      progress: new ProjectedProgress(projector),
      standing: new RememberedStanding(store, projector, views),
      close: async () => {
        clearInterval(looking);
        await switching;
        await projector.close();
        views.close();
      },
    };
  } catch (error) {
    views.close();
    throw error;
  }
}

/** Builds the views again beside the ones in use, from the store read beside its writer, and says that they be served. @returns how many compartments have a file. */
export async function rebuildViews(folder: string, store: EventStore, clocks: ClockPolicy): Promise<number> {
  const next = nextVersion(folder);
  const views = new ViewStore(next);
  try {
    await new Projector(store, views, clocks).catchUp();
    switchVersion(folder, next);
    return views.compartments().length;
  } finally {
    views.close();
  }
}

/** The vault as queries see it. */
export class VaultOpener extends Opener {
  constructor(private readonly vault: Vault) {
    super();
  }
  override open(...sealed: Parameters<Opener['open']>): ReturnType<Opener['open']> {
    return this.vault.open(...sealed);
  }
  override disclose(...sealed: Parameters<Opener['disclose']>): ReturnType<Opener['disclose']> {
    return this.vault.disclose(...sealed);
  }
  override caseCode(...asked: Parameters<Opener['caseCode']>): string {
    return this.vault.caseCode(...asked);
  }
}

/** The vault as searches see it. */
export class VaultFinder extends Finder {
  constructor(private readonly vault: Vault) {
    super();
  }
  override subjects(...[term]: Parameters<Finder['subjects']>): readonly string[] {
    return this.vault.find(term);
  }
}
