import { ViewProgress } from '@amparo/access';
import type { EventStore } from '@amparo/event-store';
import { Exclusions } from '@amparo/protocol/recorder.handlers';
import type { Projector } from './projector/projector';
import type { ViewStore } from './view-store/view-store';
import { inForce } from './visibility/case-memory';

/** How far the projector of this process is. */
export class ProjectedProgress extends ViewProgress {
  constructor(private readonly projector: Projector) {
    super();
  }

  /** All files of this process are at the same place. */
  waitFor(_compartment: string, position: bigint, ms: number): Promise<boolean> {
    return this.projector.reached(position, ms);
  }
}

/** Who must not see which case, from what visibility remembers, brought up to the store's head first. */
export class RememberedExclusions extends Exclusions {
  constructor(
    private readonly store: EventStore,
    private readonly projector: Projector,
    private readonly views: ViewStore,
  ) {
    super();
  }

  /** @throws when the views cannot be brought up to date: then nobody can say, and nothing is done. */
  async isExcluded(caseId: string, actor: Readonly<{ institution?: string; unit?: string; agent?: string }>): Promise<boolean> {
    if (!(await this.projector.reached(await this.store.head(), 5_000))) throw new Error('the views are too far behind to tell who is excluded: try again');
    const { directory } = this.views.visibility;
    const now = this.views.visibility.progress().next;
    const compartment = actor.unit === undefined ? actor.institution : (directory.units.get(actor.unit)?.compartment ?? actor.institution);
    const institutions = new Set([actor.institution, ...(compartment === undefined ? [] : (directory.compartments.get(compartment) ?? []))]);
    return this.views.visibility.case(caseId).exclusions.some((exclusion) => {
      if (!inForce(exclusion, now)) return false;
      const { kind, id } = exclusion.party;
      return kind === 'AGENT' ? id === actor.agent : kind === 'UNIT' ? id === actor.unit || id === compartment : institutions.has(id);
    });
  }
}
