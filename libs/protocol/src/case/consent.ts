import { Command, refuse, unreachable, type Decision, type DomainEvent, type Recorded, type Refusal } from '@amparo/event-sourcing';
import type { AttachedRefusal, Digests } from '../attached';
import type { DataCategory } from '../data-category';
import type { EventDefinitions } from '../event-definition';
import type { InstitutionKind } from '../institution/institution';
import type { Purpose } from '../legal-basis';
import { longestConsent, type ClockPolicy } from '../clocks';
import type { Party } from '../party';
import { sealedFields } from '../sealed-fields';
import { countsAsChild, type AgeBand } from './age-band';
import type { Acting, Concept } from './concept';
import { representationRefusal, type Representation, type RepresentationRefusal } from './representation';

/** A unit, compartment, agent or client by its directory code, or, where residential, by its code in this case. */
export type Code = string;

export const consentHistories = ['CURRENT', 'SINCE', 'ALL'] as const;
/** What of the past a consent opens: the newest of each kind, only what comes after, or everything. */
export type ConsentHistory = (typeof consentHistories)[number];

export const consenters = ['SURVIVOR', 'GUARDIAN'] as const;
type Consenter = (typeof consenters)[number];

/** Why a consent is void that nobody took back. */
export const consentVoidings = ['GUARDIAN_CONFLICTED', 'UNMERGED', 'FOUND_ADULT'] as const;

type About = Readonly<{
  case: string;
  receiver: string;
  categories: readonly DataCategory[];
  /** What the receiver may use it for. */
  for: Purpose;
  language: string;
  by: Consenter;
  interpreterName?: string;
  witnessName?: string;
}>;

/** What she signed: its number where it is kept, the scanned form itself, or both. */
export type SignedForm = Readonly<{ reference?: string; attachments?: Digests }>;

export class GiveConsent extends Command<'GiveConsent', About & { consent: string; until: string; history: ConsentHistory; textVersion: string; signedForm?: SignedForm }> {
  readonly type = 'GiveConsent';
}
export class RefuseConsent extends Command<'RefuseConsent', About> {
  readonly type = 'RefuseConsent';
}
export class WithdrawConsent extends Command<'WithdrawConsent', { case: string; consent: string; by: Consenter }> {
  readonly type = 'WithdrawConsent';
}
/** The process manager's, when `until` has come. */
export class LapseConsent extends Command<'LapseConsent', { case: string; consent: string }> {
  readonly type = 'LapseConsent';
}
export type ConsentCommand = GiveConsent | RefuseConsent | WithdrawConsent | LapseConsent;

type Asked = Readonly<{ receiver: Code; categories: readonly DataCategory[]; purpose: Purpose; language: string; by: Consenter }>;
export type ConsentEvent =
  /** `guardian`: the subject who consented for a child. */
  | DomainEvent<'ConsentGiven', Asked & { consent: string; until: string; history: ConsentHistory; textVersion: string; guardian?: string }>
  | DomainEvent<'ConsentRefused', Asked>
  /** Taken back by somebody, or void because of something. */
  | DomainEvent<'ConsentWithdrawn', { consent: string; by?: Consenter; because?: (typeof consentVoidings)[number] }>
  | DomainEvent<'ConsentLapsed', { consent: string }>;

const present = { interpreterName: 'IDENTITY', witnessName: 'IDENTITY' } as const;

const consentEvents: EventDefinitions<ConsentEvent['type']> = {
  ConsentGiven: {
    category: 'STATUS',
    clear: {
      consent: 'rule 2',
      receiver: 'visibility',
      categories: 'visibility',
      purpose: 'rule 2',
      until: 'clock, visibility',
      history: 'visibility',
      textVersion: 'audit',
      language: 'rule 2',
      by: 'rule 2',
      guardian: 'rule 2',
    },
    // Her name and her hand are on it.
    sealed: { ...present, signedForm: 'IDENTITY' },
  },
  ConsentRefused: {
    category: 'STATUS',
    clear: { receiver: 'rule 2', categories: 'rule 2', purpose: 'rule 2', language: 'rule 2', by: 'rule 2' },
    sealed: present,
  },
  ConsentWithdrawn: { category: 'STATUS', clear: { consent: 'visibility', by: 'rule 2', because: 'rule 2' } },
  ConsentLapsed: { category: 'STATUS', clear: { consent: 'visibility' } },
};

export type Consent = Readonly<{
  receiver: Code;
  categories: readonly DataCategory[];
  purpose: Purpose;
  until: string;
  guardian?: string;
  byGuardian?: true;
  ended?: 'WITHDRAWN' | 'LAPSED';
}>;
export type Consents = Readonly<Record<string, Consent>>;

/** Who is asked, and whether the words reach her. */
type File = Readonly<{ opened?: Readonly<{ subject: string }>; ageBand: AgeBand; languages: readonly string[]; consents: Consents; guardianship: Representation }>;
/** Who would receive. `formUnknown`: a file that the signed form names is not there, or another's. `clocks`: the deadlines in force; the protocol's own where none are set. */
export type ConsentFacts = Readonly<{ consent?: Readonly<{ receiver?: Party; receiverKind?: InstitutionKind }>; formUnknown?: boolean; clocks?: ClockPolicy }>;

export type ConsentRefusal =
  | RepresentationRefusal
  | 'NOT_FOUND'
  | 'RECEIVER_UNKNOWN'
  | 'LANGUAGE_NOT_HERS'
  | 'UNTIL_NOT_IN_FUTURE'
  | 'UNTIL_TOO_FAR'
  | 'MIGRATION_CONTROL_LIMIT'
  | 'CONSENT_UNKNOWN'
  | 'FORM_NOT_NAMED'
  | AttachedRefusal
  | 'NOT_DUE';

function decide(command: ConsentCommand, file: File, facts: ConsentFacts & Acting): Decision<ConsentEvent, ConsentRefusal> {
  const { consents } = file;
  switch (command.type) {
    case 'GiveConsent': {
      const { consent, until, history, textVersion, signedForm } = command.input;
      if (consents[consent]) return [];
      const refusal = askedRightly(command.input, file, facts) ?? formRefusal(signedForm, facts);
      if (refusal) return refusal;
      // Told late it is judged by when she gave it: what was for a month is recorded with that month, and lapses by an event.
      if (until <= command.meta.at) return refuse('UNTIL_NOT_IN_FUTURE', 'a consent ends later than it is given');
      if (until > longestConsent(command.meta.at, facts.clocks)) return refuse('UNTIL_TOO_FAR', 'a consent ends sooner than that: ask again then');
      const guardian = command.input.by === 'GUARDIAN' ? { guardian: file.guardianship.guardian! } : {};
      return [{ type: 'ConsentGiven', data: { consent, until, history, textVersion, ...asked(command.input, facts), ...guardian }, ...heard(command.input, file, { signedForm }) }];
    }
    case 'RefuseConsent':
      // Her no is a no however she was asked: it opens nothing, so nothing stands against recording it.
      if (!facts.consent?.receiver) return receiverUnknown;
      return [{ type: 'ConsentRefused', data: asked(command.input, facts), ...heard(command.input, file) }];
    case 'WithdrawConsent': {
      const { consent, by } = command.input;
      if (!facts.leads && !receives(consents[consent]?.receiver, facts.by)) return refuse('NOT_FOUND', 'there is no such case, or it is not yours');
      if (!consents[consent]) return refuse('CONSENT_UNKNOWN', 'no such consent was given in this case');
      return consents[consent].ended ? [] : [{ type: 'ConsentWithdrawn', data: { consent, by } }];
    }
    case 'LapseConsent': {
      const { consent } = command.input;
      const known = consents[consent];
      if (!known || known.ended) return [];
      return known.until <= command.meta.receivedAt ? [{ type: 'ConsentLapsed', data: { consent } }] : refuse('NOT_DUE', 'the consent is still in force');
    }
    default:
      return unreachable(command);
  }
}

/**
 * Rule 2: an adult decides herself. What a guardian consented to while she counted as a child is void by the very decision that finds
 * her adult; asked herself, she may give it again.
 */
export const voidFor = (ageBand: AgeBand, consents: Consents): ConsentEvent[] =>
  countsAsChild(ageBand)
    ? []
    : Object.entries(consents).flatMap(([consent, { byGuardian, ended }]) => (byGuardian && !ended ? [{ type: 'ConsentWithdrawn' as const, data: { consent, because: 'FOUND_ADULT' as const } }] : []));

const receives = (receiver: Code | undefined, by: Party): boolean => receiver !== undefined && (receiver === by.unit || receiver === by.compartment);

const receiverUnknown = refuse('RECEIVER_UNKNOWN' as const, 'there is no such unit or compartment to receive it');

/** Rule 2: in a language she understands, by her or a guardian; rule 3: migration control gets what concerns residence and nothing else. */
function askedRightly({ categories, for: purpose, language, by, interpreterName }: About, { ageBand, languages, guardianship }: File, { consent }: ConsentFacts) {
  if (!consent?.receiver) return receiverUnknown;
  if (!languages.includes(language) && interpreterName === undefined) {
    return refuse('LANGUAGE_NOT_HERS', 'record her languages, or name the interpreter: consent is asked in a language she understands');
  }
  const notTheirs = representationRefusal(by, ageBand, guardianship);
  if (notTheirs) return notTheirs;
  if (consent.receiverKind === 'MIGRATION_CONTROL' && (purpose !== 'RESIDENCE' || categories.some((category) => category !== 'MIGRATION'))) {
    return refuse('MIGRATION_CONTROL_LIMIT', 'migration control receives migration data only, for the purpose of residence');
  }
  return undefined;
}

function formRefusal(signed: SignedForm | undefined, { formUnknown }: ConsentFacts): Refusal<'FORM_NOT_NAMED' | 'ATTACHMENT_UNKNOWN'> | undefined {
  if (!signed) return undefined;
  const { reference, attachments = [] } = signed;
  if (reference === undefined && attachments.length === 0) return refuse('FORM_NOT_NAMED', 'give the number of the signed form, or attach it');
  return formUnknown ? refuse('ATTACHMENT_UNKNOWN', 'upload the signed form for this case first') : undefined;
}

const asked = ({ categories, for: purpose, language, by }: About, { consent }: ConsentFacts): Asked => ({
  receiver: consent!.receiver!.unit,
  categories: [...new Set(categories)].sort(),
  purpose,
  language,
  by,
});

const heard = ({ interpreterName, witnessName }: About, { opened }: File, more: Readonly<Record<string, unknown>> = {}) => sealedFields(opened!.subject, { interpreterName, witnessName, ...more });

function evolve(consents: Consents, { type, data }: Recorded<ConsentEvent>): Consents {
  switch (type) {
    case 'ConsentGiven': {
      const { consent, receiver, categories, purpose, until, guardian, by } = data;
      return { ...consents, [consent]: { receiver, categories, purpose, until, ...(guardian !== undefined && { guardian }), ...(by === 'GUARDIAN' && { byGuardian: true }) } };
    }
    case 'ConsentRefused':
      return consents;
    case 'ConsentWithdrawn':
    case 'ConsentLapsed': {
      const known = consents[data.consent];
      return known ? { ...consents, [data.consent]: { ...known, ended: type === 'ConsentWithdrawn' ? 'WITHDRAWN' : 'LAPSED' } } : consents;
    }
  }
}

export const consentConcept: Concept<ConsentCommand, ConsentEvent, ConsentRefusal, Consents, File, ConsentFacts> = {
  // A withdrawal waits for no reopening, and who receives may record it too. A consent lapses by itself.
  rules: { GiveConsent: {}, RefuseConsent: {}, WithdrawConsent: { others: true, whenClosed: true }, LapseConsent: { others: true, whenClosed: true } },
  events: consentEvents,
  initial: {},
  decide,
  evolve,
};
