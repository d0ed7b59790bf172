import type { EventStore } from '@amparo/event-store';
import { currentVersion, nextVersion, Opener, Projector, switchVersion, ViewStore } from '@amparo/institution-views';
import { ProjectedProgress, RememberedStanding } from '@amparo/institution-views/views.handlers';
import type { Vault } from '@amparo/vault';

/** The read side as this process runs it: the files, and the projector that keeps them. */
export type Views = Readonly<{
  store: ViewStore;
  projector: Projector;
  progress: ProjectedProgress;
  standing: RememberedStanding;
  close(): Promise<void>;
}>;

export function openViews(folder: string, store: EventStore): Views {
  const views = new ViewStore(currentVersion(folder));
  try {
    const projector = new Projector(store, views);
    return {
      store: views,
      projector,
      progress: new ProjectedProgress(projector),
      standing: new RememberedStanding(store, projector, views),
      close: async () => {
        await projector.close();
        views.close();
      },
    };
  } catch (error) {
    views.close();
    throw error;
  }
}

/** Builds the views again beside the ones in use, and switches to them. @returns how many compartments have a file. */
export async function rebuildViews(folder: string, store: EventStore): Promise<number> {
  const next = nextVersion(folder);
  const views = new ViewStore(next);
  try {
    await new Projector(store, views).catchUp();
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
  override caseCode(...asked: Parameters<Opener['caseCode']>): string {
    return this.vault.caseCode(...asked);
  }
}
