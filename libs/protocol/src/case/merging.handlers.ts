import { Injectable } from '@nestjs/common';
import { CommandHandler } from '@nestjs/cqrs';
import { toRecorded } from '@amparo/event-store';
import type { CommandMeta, Recorded } from '@amparo/event-sourcing';
import type { DataCategory } from '../data-category';
import { categoryIn } from '../event-definition';
import { caseEvents, caseSlice, caseStream, type Case, type CaseEvent, type CaseFacts } from './case';
import { CaseHandler } from './case.handlers';
import type { ConsentEvent } from './consent';
import { isMatched, matchingSlice, pairOf, subjectStream } from '../subject/matching';
import { LinkBack, LinkCase, MergeCase, RecordMerger, RecordUnmerging, UnmergeCase, wrongOpenings } from './merging';

/** The category under which an entry is seen; undefined for one that says nothing of its own. */
const categoryOf = ({ type, data }: Recorded<CaseEvent>): DataCategory | undefined => categoryIn(caseEvents[type], data);

/** What happens to cases as cases is no entry about her. */
const ofCases: readonly CaseEvent['type'][] = ['CaseOpened', 'CaseMergedInto', 'CasesMerged', 'CasesUnmerged', 'CaseLinked', 'CaseClosed', 'CaseReopened', 'LeadReassigned', 'LeadTransferAccepted'];
const isConsent = (event: Recorded<CaseEvent>): event is Recorded<ConsentEvent> & Recorded<CaseEvent> => event.type === 'ConsentGiven' || event.type === 'ConsentWithdrawn' || event.type === 'ConsentLapsed';

@Injectable()
class MergingHandler<C extends LinkCase | MergeCase | UnmergeCase | RecordUnmerging> extends CaseHandler<C> {
  protected async stateOf(id: string): Promise<Case> {
    return (await this.recorder.load(caseSlice, caseStream(id))).state;
  }

  /** The other case; none where it is kept from who acts. A house that leads both is a code in each: it hands over one lead first. */
  protected async other(own: string, id: string, { actor }: CommandMeta): Promise<Partial<CaseFacts>> {
    const [here, there] = [await this.stateOf(own), await this.stateOf(id)];
    if (!here.opened || !there.opened || (await this.recorder.standing.isExcluded(id, actor))) return {};
    const { matter, kind, lead } = there.opened;
    const [leads, led] = [await this.directory.party(here.opened.lead, own), await this.directory.party(lead, id)];
    return { other: { matter, kind, merged: there.merging.into !== undefined, sameLead: leads !== undefined && leads.compartment === led?.compartment } };
  }

  protected async eventsOf(id: string): Promise<readonly Recorded<CaseEvent>[]> {
    const stored = await this.recorder.recording.store.readStream(caseStream(id));
    return stored.map((one) => toRecorded<CaseEvent>(one, caseSlice.forms.upcasts) as Recorded<CaseEvent>);
  }
}

@CommandHandler(LinkCase)
class LinkCaseHandler extends MergingHandler<LinkCase> {
  protected override async facts({ input, meta }: LinkCase): Promise<Partial<CaseFacts>> {
    const there = await this.stateOf(input.other);
    const facts = await this.other(input.case, input.other, meta);
    if (!facts.other || !there.opened) return {};
    // Both are the actor's own; where a house leads them, the actor's codes tell.
    const { by } = await this.directory.codes(input.other, meta).actor();
    const own = (await this.directory.party(there.opened.lead, input.other))?.compartment === by.compartment;
    return { other: { ...facts.other, sameLead: own } };
  }
}

@CommandHandler(MergeCase)
class MergeCaseHandler extends MergingHandler<MergeCase> {
  protected override async facts({ input, meta }: MergeCase): Promise<Partial<CaseFacts>> {
    return { ...(await this.other(input.case, input.into, meta)), matched: await this.isMatched(input.case, input.into) };
  }

  private async isMatched(...cases: readonly [string, string]): Promise<boolean> {
    const [one, other] = await Promise.all(cases.map(async (id) => ({ case: id, subject: (await this.stateOf(id)).opened?.subject ?? '' })));
    const pair = pairOf(one!, other!);
    return pair !== undefined && isMatched((await this.recorder.load(matchingSlice, subjectStream(pair.subject))).state, pair.other);
  }
}

@CommandHandler(UnmergeCase)
class UnmergeCaseHandler extends MergingHandler<UnmergeCase> {
  protected override async facts({ input }: UnmergeCase): Promise<Partial<CaseFacts>> {
    const { into } = (await this.stateOf(input.case)).merging;
    if (into === undefined) return {};
    const since = (await this.stateOf(into)).merging.merged[input.case] ?? Infinity;
    const entries = (await this.eventsOf(into)).filter(({ seq, type }) => seq > since && !ofCases.includes(type));
    return { entriesSince: entries.map(({ id }) => id) };
  }
}

@CommandHandler(RecordUnmerging)
class RecordUnmergingHandler extends MergingHandler<RecordUnmerging> {
  protected override async facts({ input }: RecordUnmerging): Promise<Partial<CaseFacts>> {
    const events = await this.eventsOf(input.case);
    const theirs = events.filter(({ id }) => input.entries.includes(id));
    const { consents } = await this.stateOf(input.case);
    const among = theirs.flatMap((event) => (event.type === 'ConsentGiven' && !consents[event.data.consent]?.ended ? [event.data.consent] : []));
    const entries = theirs.flatMap((event) => {
      const category = categoryOf(event);
      return category === undefined ? [] : [{ id: event.id, seq: event.seq, category }];
    });
    return { consentsAmong: among, openings: wrongOpenings(events.filter(isConsent), entries) };
  }
}

@CommandHandler(LinkBack)
class LinkBackHandler extends CaseHandler<LinkBack> {}
@CommandHandler(RecordMerger)
class RecordMergerHandler extends CaseHandler<RecordMerger> {}

export const mergingHandlers = [LinkCaseHandler, LinkBackHandler, MergeCaseHandler, RecordMergerHandler, UnmergeCaseHandler, RecordUnmergingHandler];
