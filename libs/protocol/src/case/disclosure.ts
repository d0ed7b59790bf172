import { Command, refuse, unreachable, type Decision, type DomainEvent, type Recorded, type Refusal } from '@amparo/event-sourcing';
import { longestDisclosure, type ClockPolicy } from '../clocks';
import type { DataCategory } from '../data-category';
import type { EventDefinitions } from '../event-definition';
import type { InstitutionKind } from '../institution/institution';
import type { Purpose } from '../legal-basis';
import type { Party } from '../party';
import { countsAsChild, type AgeBand } from './age-band';
import type { Acting, Concept } from './concept';
import type { Code, Consents } from './consent';
import { relianceRefusal, type RelianceRefusal } from './reliance';
import { sealedFields } from '../sealed-fields';

/** What went wrong. UNMERGED: it stood in a case that was another woman's after all. */
export const disclosureErrors = ['WRONG_RECEIVER', 'TOO_MUCH', 'WITHOUT_BASIS', 'LOST_OR_STOLEN', 'UNMERGED'] as const;
type DisclosureError = (typeof disclosureErrors)[number];

type Of = Readonly<{ case: string }>;

/** What is told a unit outside any referral. `until`: by when it ends where no consent ends it. */
export class MakeDisclosure extends Command<
  'MakeDisclosure',
  Of & { disclosure: string; receiver: string; categories: readonly DataCategory[]; for: Purpose; consents: readonly string[]; until?: string; disclosed: string }
> {
  readonly type = 'MakeDisclosure';
}
/** The process manager's, when `until` has come. */
export class LapseDisclosure extends Command<'LapseDisclosure', Of & { disclosure: string }> {
  readonly type = 'LapseDisclosure';
}
/** Somebody learned what was not theirs. `disclosure`: the one that was wrong, which ends with it. */
export class RecordDisclosureInError extends Command<
  'RecordDisclosureInError',
  Of & { receiver?: string; categories: readonly DataCategory[]; cause: Exclude<DisclosureError, 'UNMERGED'>; disclosure?: string; account: string; under?: string }
> {
  readonly type = 'RecordDisclosureInError';
}
export type DisclosureCommand = MakeDisclosure | LapseDisclosure | RecordDisclosureInError;

export type DisclosureEvent =
  | DomainEvent<'DisclosureMade', { disclosure: string; receiver: Code; categories: readonly DataCategory[]; purpose: Purpose; consents: readonly string[]; until?: string }>
  | DomainEvent<'DisclosureLapsed', { disclosure: string }>
  | DomainEvent<
      'DisclosureInErrorRecorded',
      { receiver?: Code; categories: readonly DataCategory[]; cause: DisclosureError; disclosure?: string; entries?: readonly string[]; under?: string }
    >;

const disclosureEvents: EventDefinitions<DisclosureEvent['type']> = {
  DisclosureMade: {
    category: 'STATUS',
    clear: { disclosure: 'decision', receiver: 'visibility', categories: 'visibility', purpose: 'rule 2', consents: 'visibility', until: 'clock, visibility' },
    sealed: { disclosed: 'PROTECTION' },
  },
  DisclosureLapsed: { category: 'STATUS', clear: { disclosure: 'visibility' } },
  DisclosureInErrorRecorded: {
    category: 'STATUS',
    clear: { receiver: 'audit', categories: 'audit', cause: 'counts, audit', disclosure: 'visibility', entries: 'rule 13, audit', under: 'audit' },
    sealed: { errorAccount: 'PROTECTION' },
  },
};

export type Disclosures = Readonly<Record<string, Readonly<{ until?: string; ended: boolean }>>>;

export type DisclosureFacts = Readonly<{
  /** Whom the command names, where that is there and not kept from the case; its institution's kind. */
  told?: Party;
  toldKind?: InstitutionKind;
  clocks?: ClockPolicy;
}>;
export type DisclosureRefusal =
  | RelianceRefusal
  | 'RECEIVER_UNKNOWN'
  | 'BASIS_NOT_OPEN'
  | 'UNTIL_REQUIRED'
  | 'UNTIL_NOT_IN_FUTURE'
  | 'DISCLOSURE_TOO_LONG'
  | 'MIGRATION_CONTROL_LIMIT'
  | 'SURVIVOR_DIED'
  | 'DISCLOSURE_UNKNOWN'
  | 'NOT_DUE';

type File = Readonly<{
  opened?: Readonly<{ subject: string }>;
  ageBand: AgeBand;
  consents: Consents;
  disclosures: Disclosures;
  care: Readonly<{ safety: Readonly<{ died?: string }> }>;
}>;
type Facts = DisclosureFacts & Acting;
type Decided = Decision<DisclosureEvent, DisclosureRefusal>;

function decide(command: DisclosureCommand, file: File, facts: Facts): Decided {
  const { disclosures } = file;
  const { subject } = file.opened!;
  switch (command.type) {
    case 'MakeDisclosure': {
      const { disclosure, categories, for: purpose, consents, until, disclosed } = command.input;
      if (disclosures[disclosure]) return [];
      if (!facts.told) return refuse('RECEIVER_UNKNOWN', 'there is no such unit or institution to tell');
      const refusal = basisRefusal(command, file, facts, facts.told);
      if (refusal) return refusal;
      const data = { disclosure, receiver: facts.told.unit, categories: [...new Set(categories)].sort(), purpose, consents: [...new Set(consents)].sort() };
      return [{ type: 'DisclosureMade', data: { ...data, ...(until !== undefined && { until }) }, ...sealedFields(subject, { disclosed }) }];
    }
    case 'LapseDisclosure': {
      const { disclosure } = command.input;
      const known = disclosures[disclosure];
      if (known?.until === undefined || known.ended) return [];
      return known.until <= command.meta.receivedAt ? [{ type: 'DisclosureLapsed', data: { disclosure } }] : refuse('NOT_DUE', 'it has not ended yet');
    }
    case 'RecordDisclosureInError': {
      const { receiver, categories, cause, disclosure, account, under } = command.input;
      if (receiver !== undefined && !facts.told) return refuse('RECEIVER_UNKNOWN', 'there is no such unit or institution: leave it out and say in the account who it was');
      if (disclosure !== undefined && !Object.hasOwn(disclosures, disclosure)) return refuse('DISCLOSURE_UNKNOWN', 'no such disclosure was made in this case');
      const data = {
        categories: [...new Set(categories)].sort(),
        cause,
        ...(facts.told && { receiver: facts.told.unit }),
        ...(disclosure !== undefined && { disclosure }),
        ...(facts.serves && under !== undefined && { under }),
      };
      return [{ type: 'DisclosureInErrorRecorded', data, ...sealedFields(subject, { errorAccount: account }) }];
    }
    default:
      return unreachable(command);
  }
}

/** Bases that open something outside a referral; a mandate is the investigation's, an emergency has its own access. */
const opened: Readonly<Record<string, readonly DataCategory[] | 'ALL'>> = {
  COURT_ORDER: 'ALL',
  LEGAL_OBLIGATION: ['STATUS', 'IDENTITY', 'PROTECTION'],
  BEST_INTERESTS_OF_CHILD: ['STATUS', 'IDENTITY', 'CONTACT', 'PROTECTION', 'HEALTH', 'LEGAL', 'CHILDREN'],
};

/** Rules 2, 3, 4 and 10: her consent, or a basis that names its number and its end. */
function basisRefusal({ input, meta }: MakeDisclosure, file: File, { toldKind, clocks }: Facts, to: Party): Refusal<DisclosureRefusal> | undefined {
  const { categories, for: purpose, consents, until } = input;
  const { kind, ref } = meta.basis;
  if (toldKind === 'MIGRATION_CONTROL' && ((kind !== 'CONSENT' && kind !== 'COURT_ORDER') || purpose !== 'RESIDENCE' || categories.some((one) => one !== 'MIGRATION'))) {
    return refuse('MIGRATION_CONTROL_LIMIT', 'migration control receives migration data only, for the purpose of residence');
  }
  if (kind === 'CONSENT') {
    if (file.care.safety.died !== undefined) return refuse('SURVIVOR_DIED', 'she died: name another legal basis');
    return relianceRefusal(consents, file.consents, { to, purpose, categories, at: meta.receivedAt });
  }
  const opens = opened[kind];
  const child = kind === 'BEST_INTERESTS_OF_CHILD' && (toldKind !== 'CHILDREN' || !countsAsChild(file.ageBand));
  if (!opens || ref === undefined || child || consents.length > 0 || (opens !== 'ALL' && categories.some((one) => !opens.includes(one)))) {
    return refuse('BASIS_NOT_OPEN', 'this legal basis does not open this: give its number, or another basis');
  }
  if (until === undefined) return refuse('UNTIL_REQUIRED', 'what rests on no consent names its end');
  if (until <= meta.receivedAt) return refuse('UNTIL_NOT_IN_FUTURE', 'it ends later than now');
  return until > longestDisclosure(meta.receivedAt, clocks) ? refuse('DISCLOSURE_TOO_LONG', 'it ends sooner than that: make it again then') : undefined;
}

function evolve(disclosures: Disclosures, { type, data }: Recorded<DisclosureEvent>): Disclosures {
  switch (type) {
    case 'DisclosureMade':
      return { ...disclosures, [data.disclosure]: { ended: false, ...(data.until !== undefined && { until: data.until }) } };
    case 'DisclosureLapsed':
    case 'DisclosureInErrorRecorded': {
      const known = data.disclosure === undefined ? undefined : disclosures[data.disclosure];
      return known ? { ...disclosures, [data.disclosure!]: { ...known, ended: true } } : disclosures;
    }
  }
}

export const disclosureConcept: Concept<DisclosureCommand, DisclosureEvent, DisclosureRefusal, Disclosures, File, DisclosureFacts> = {
  // An order binds a closed case too, and what went wrong is said whenever it comes to light.
  rules: { MakeDisclosure: { whenClosed: true }, LapseDisclosure: { others: true, whenClosed: true }, RecordDisclosureInError: { serving: true, whenClosed: true } },
  events: disclosureEvents,
  initial: {},
  decide,
  evolve,
};
