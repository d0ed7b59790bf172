import { ViewProgress } from '@amparo/access';
import type { EventStore } from '@amparo/event-store';
import type { ExcludedParty } from '@amparo/protocol';
import { CaseStanding, type Somebody } from '@amparo/protocol/recorder.handlers';
import type { Projector } from './projector/projector';
import type { ViewStore } from './view-store/view-store';
import { exclusionsOf, type CaseMemory } from './visibility/case-memory';
import { compartmentOf } from './visibility/directory-memory';

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

/** How somebody stands to a case, from what visibility remembers, brought up to the store's head first. */
export class RememberedStanding extends CaseStanding {
  constructor(
    private readonly store: EventStore,
    private readonly projector: Projector,
    private readonly views: ViewStore,
  ) {
    super();
  }

  async exclusions(file: string, who: Somebody): Promise<readonly string[]> {
    const { memory, next } = await this.now(file);
    const { directory } = this.views.visibility;
    const compartment = compartmentOf(directory, who.unit) ?? who.institution;
    const institutions = new Set([who.institution, ...(compartment === undefined ? [] : (directory.compartments.get(compartment) ?? []))]);
    const covers = ({ kind, id }: ExcludedParty): boolean => (kind === 'AGENT' ? id === who.agent : kind === 'UNIT' ? id === who.unit || id === compartment : institutions.has(id));
    return exclusionsOf(memory, next).filter(({ party }) => covers(party)).map(({ id }) => id);
  }

  async isParty(caseId: string, who: Somebody): Promise<boolean> {
    const { memory } = await this.now(caseId);
    const compartment = compartmentOf(this.views.visibility.directory, who.unit) ?? who.institution;
    return memory.leads.some((lead) => lead.compartment === compartment) || Object.values(memory.referrals).some(({ sender, addressee }) => sender === compartment || addressee === compartment);
  }

  /** @throws when the views cannot be brought up to date: then nobody can say, and nothing is done. */
  private async now(caseId: string): Promise<{ memory: CaseMemory; next: number }> {
    if (!(await this.projector.reached(await this.store.head(), 5_000))) throw new Error('the views are too far behind to tell who stands how to a case: try again');
    return { memory: this.views.visibility.case(caseId), next: this.views.visibility.progress().next };
  }
}
