import { Command, refuse, unreachable, type Decision, type DomainEvent, type Recorded } from '@amparo/event-sourcing';
import type { EventDefinitions } from '../event-definition';
import { countsAsChild, type AgeBand } from './age-band';
import type { Acting, Concept } from './concept';
import type { ConsentEvent, Consents } from './consent';
import type { Representation } from './representation';
import { sealedFields } from '../sealed-fields';

export const guardianKinds = ['PARENT', 'RELATIVE', 'CONANI', 'COURT_APPOINTED'] as const;
/** How it was made sure that the guardian is not in conflict with the child. */
export const conflictChecks = ['CHILD_HEARD_ALONE', 'SOCIAL_REPORT', 'COURT_FILE'] as const;
export const representativeKinds = ['OWN_LAWYER', 'LEGAL_AID', 'AD_LITEM'] as const;

type Of = Readonly<{ case: string; under?: string }>;

/** `guardian`: a subject of its own, under whose key the name is sealed. */
export class AppointGuardian extends Command<
  'AppointGuardian',
  Of & { guardian: string; kind: (typeof guardianKinds)[number]; check: (typeof conflictChecks)[number]; name: string; reach?: string }
> {
  readonly type = 'AppointGuardian';
}
/** What the guardian consented to ends with it. */
export class RecordGuardianConflict extends Command<'RecordGuardianConflict', Of & { guardian: string; account: string }> {
  readonly type = 'RecordGuardianConflict';
}
export class AppointLegalRepresentative extends Command<
  'AppointLegalRepresentative',
  Of & { representative: string; kind: (typeof representativeKinds)[number]; name: string; reach?: string }
> {
  readonly type = 'AppointLegalRepresentative';
}
export type GuardianshipCommand = AppointGuardian | RecordGuardianConflict | AppointLegalRepresentative;

export type GuardianshipEvent =
  | DomainEvent<'GuardianAppointed', { guardian: string; kind: (typeof guardianKinds)[number]; check: (typeof conflictChecks)[number]; under?: string }>
  | DomainEvent<'GuardianConflicted', { guardian: string; under?: string }>
  | DomainEvent<'LegalRepresentativeAppointed', { representative: string; kind: (typeof representativeKinds)[number]; under?: string }>;

const guardianshipEvents: EventDefinitions<GuardianshipEvent['type']> = {
  GuardianAppointed: {
    category: 'STATUS',
    clear: { guardian: 'rule 2, sealing', kind: 'counts', check: 'rule 2', under: 'audit' },
    sealed: { guardianName: 'IDENTITY', guardianReach: 'IDENTITY' },
  },
  GuardianConflicted: { category: 'PROTECTION', clear: { guardian: 'rule 2', under: 'audit' }, sealed: { account: 'PROTECTION' } },
  LegalRepresentativeAppointed: {
    category: 'LEGAL',
    clear: { representative: 'decision, sealing', kind: 'counts', under: 'audit' },
    sealed: { representativeName: 'LEGAL', representativeReach: 'LEGAL' },
  },
};

export type Guardianship = Representation &
  Readonly<{
    representatives: readonly string[];
    /** Whose key sealed what an appointment says: event → subject. A correction of it is sealed under the same. */
    subjects: Readonly<Record<string, string>>;
  }>;

export type GuardianshipRefusal = 'NOT_A_CHILD' | 'GUARDIAN_UNKNOWN';

type File = Readonly<{ opened?: Readonly<{ subject: string }>; ageBand: AgeBand; consents: Consents; guardianship: Guardianship }>;
type Decided = Decision<GuardianshipEvent | ConsentEvent, GuardianshipRefusal>;

function decide(command: GuardianshipCommand, { opened, ageBand, consents, guardianship }: File, { serves }: Acting): Decided {
  const { under: named } = command.input;
  const under = serves && named !== undefined ? { under: named } : {};
  switch (command.type) {
    case 'AppointGuardian': {
      const { guardian, kind, check, name, reach } = command.input;
      if (guardianship.guardians[guardian]) return [];
      if (!countsAsChild(ageBand)) return refuse('NOT_A_CHILD', 'an adult decides herself');
      return [{ type: 'GuardianAppointed', data: { guardian, kind, check, ...under }, ...sealedFields(guardian, { guardianName: name, guardianReach: reach }) }];
    }
    case 'RecordGuardianConflict': {
      const { guardian, account } = command.input;
      if (!Object.hasOwn(guardianship.guardians, guardian)) return refuse('GUARDIAN_UNKNOWN', 'no such guardian was appointed in this case');
      if (guardianship.guardians[guardian] === 'CONFLICTED') return [];
      const resting = Object.entries(consents).filter(([, consent]) => consent.guardian === guardian && !consent.ended);
      return [
        { type: 'GuardianConflicted', data: { guardian, ...under }, ...sealedFields(opened!.subject, { account }) },
        ...resting.map(([consent]) => ({ type: 'ConsentWithdrawn' as const, data: { consent, because: 'GUARDIAN_CONFLICTED' as const } })),
      ];
    }
    case 'AppointLegalRepresentative': {
      const { representative, kind, name, reach } = command.input;
      if (guardianship.representatives.includes(representative)) return [];
      return [{ type: 'LegalRepresentativeAppointed', data: { representative, kind, ...under }, ...sealedFields(representative, { representativeName: name, representativeReach: reach }) }];
    }
    default:
      return unreachable(command);
  }
}

function evolve(state: Guardianship, event: Recorded<GuardianshipEvent>): Guardianship {
  switch (event.type) {
    case 'GuardianAppointed': {
      const { guardian } = event.data;
      return { ...state, guardian, guardians: { ...state.guardians, [guardian]: 'APPOINTED' }, subjects: { ...state.subjects, [event.id]: guardian } };
    }
    case 'GuardianConflicted':
      return { ...state, guardians: { ...state.guardians, [event.data.guardian]: 'CONFLICTED' } };
    case 'LegalRepresentativeAppointed': {
      const { representative } = event.data;
      return { ...state, representatives: [...state.representatives, representative], subjects: { ...state.subjects, [event.id]: representative } };
    }
    default:
      return unreachable(event);
  }
}

export const guardianshipConcept: Concept<GuardianshipCommand, GuardianshipEvent, GuardianshipRefusal, Guardianship, File, object, ConsentEvent> = {
  rules: { AppointGuardian: { serving: true }, RecordGuardianConflict: { serving: true, whenClosed: true }, AppointLegalRepresentative: { serving: true } },
  events: guardianshipEvents,
  initial: { guardians: {}, representatives: [], subjects: {} },
  decide,
  evolve,
};
