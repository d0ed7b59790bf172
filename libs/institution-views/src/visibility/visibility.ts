import { dataCategories, protocolEvents, type DataCategory, type ProtocolEvent } from '@amparo/protocol';
import type { Recorded } from '@amparo/event-sourcing';
import { passing } from './agreement-memory';
import { authorOf, closings, consentHolds, excludedCompartments, inEffect, inForce, type CaseMemory } from './case-memory';
import { endsOfferOf, exclusionsOfNamed, shownOfContact } from './contact-memory';
import { compartmentOf, isMigrationControl, type DirectoryMemory } from './directory-memory';
import { holds, keeps, ofInvestigation } from './investigation-memory';
import { mandatesOf } from './mandate-memory';
import { describesHer, isFlagInForce } from './openings';
import { withheldAs } from './withheld';

/** Category → until when it may be shown (ISO 8601), or null without end. */
export type Seen = Partial<Record<DataCategory, string | null>>;

/** An event of a case at its place in the order, and the place where the next of its kind superseded it. */
export type Placed = Readonly<{ event: Recorded<ProtocolEvent>; index: number; supersededAt?: number }>;

const everything: Seen = Object.fromEntries(dataCategories.map((category) => [category, null]));
const ofLead: Seen = Object.fromEntries(dataCategories.filter((c) => c !== 'WHEREABOUTS' && c !== 'INVESTIGATION').map((category) => [category, null]));
/** Never before a service is accepted, unless the service cannot be answered without. */
const afterAcceptance: readonly DataCategory[] = ['IDENTITY', 'CONTACT', 'WHEREABOUTS'];

/**
 * What a compartment may see of an event, decided in log order over append-only intervals: the bases in force at `asOf` that
 * cover it, with their categories. Nothing without a basis. This is the one place where it is decided.
 */
export function seen(memory: CaseMemory, directory: DirectoryMemory, placed: Placed, compartment: string, asOf: number): Seen {
  if (inEffect(memory, compartment, asOf).some(({ party }) => excludedCompartments(directory, party).includes(compartment))) return {};
  const { event, index } = placed;
  const { contact } = memory;
  if (contact && exclusionsOfNamed(contact, event, asOf).some(({ party }) => excludedCompartments(directory, party).includes(compartment))) return {};
  const isAuthor = authorOf(directory, event) === compartment;
  if (ofInvestigation(event.stream)) return seenOfInvestigation(memory, directory, placed, compartment, isAuthor, asOf);
  const shown: Seen = {};
  const leads = ledBy(memory, compartment, asOf);
  // Where it leads or recorded it, the gate keeps it from the unit concerned.
  if (withheldAs(memory, event)?.concerns === compartment && !leads && !isAuthor) return {};
  if (contact) for (const category of shownOfContact(contact, event, index, compartment, asOf)) shown[category] = null;
  if (leads) widen(shown, ofLead);
  for (const [id, referral] of Object.entries(memory.referrals)) {
    const ofThis = event.stream === `referral-${id}`;
    if (ofThis && referral.sender === compartment) widen(shown, { STATUS: null, PROTECTION: null });
    if (referral.addressee === compartment) widen(shown, ofAddressee(memory, directory, referral, ofThis, placed, asOf));
  }
  if (!withheldAs(memory, event) && ownConsent(directory, event, compartment)) widen(shown, onMandates(memory, directory, compartment, asOf));
  widen(shown, onOpenings(memory, directory, placed, compartment, asOf));
  const ofItsOwn = event.stream.startsWith('referral-') || (contact !== undefined && endsOfferOf(contact, event, index, compartment));
  if (isMigrationControl(directory, compartment)) limitToMigration(shown, ofItsOwn);
  if (memory.authorOnly.includes(event.id)) for (const category of dataCategories) delete shown[category];
  if (isAuthor) widen(shown, everything);
  const category = categoryOfType(event.type, event.data);
  return category !== undefined && category in shown ? shown : {};
}

const ledBy = (memory: CaseMemory, compartment: string, asOf: number): boolean => memory.leads.some((lead) => lead.compartment === compartment && inForce(lead, asOf));

/** Rule 10: what mandates in force open of a case, except to who is shut out of the investigation. */
function onMandates(memory: CaseMemory, directory: DirectoryMemory, compartment: string, asOf: number): Seen {
  const opened: Seen = {};
  for (const { mandate, shut } of mandatesOf(memory.mandates, compartment, asOf)) {
    if (shut.some(({ party }) => excludedCompartments(directory, party).includes(compartment))) continue;
    for (const category of mandate.categories) widen(opened, { [category]: mandate.until });
  }
  return opened;
}

/**
 * Of an investigation its holder sees everything, whoever recorded something that, and who keeps an exhibit or is offered it in
 * clear what happened to it. In a case nothing stands of it but, when the reserve has ended, to its lead what had been disclosed.
 */
function seenOfInvestigation(memory: CaseMemory, directory: DirectoryMemory, { event, index }: Placed, compartment: string, isAuthor: boolean, asOf: number): Seen {
  const { investigation, mandates } = memory;
  const control = isMigrationControl(directory, compartment);
  if (!investigation) {
    const shownFrom = event.type === 'DisclosureUnderReserve' ? mandates.shown[event.data.disclosure] : undefined;
    return shownFrom !== undefined && shownFrom <= asOf && !control && ledBy(memory, compartment, asOf) ? { STATUS: null } : {};
  }
  if (isAuthor || holds(investigation, compartment, asOf)) return { INVESTIGATION: null };
  return !control && keeps(investigation, compartment, event.stream, index, asOf) ? { STATUS: null } : {};
}

/**
 * Rule 9, and what was disclosed: of the file of the case alone, as far as it was current when it was opened or came later. An
 * emergency shows the flags in force and what a further reason opened; a disclosure what its consents, or its number, cover.
 */
function onOpenings(memory: CaseMemory, directory: DirectoryMemory, { event, index, supersededAt }: Placed, compartment: string, asOf: number): Seen {
  const { openings } = memory;
  const shown: Seen = {};
  const open = (categories: readonly DataCategory[], until: string | null): void => {
    for (const category of [...categories, ...(describesHer(event, categories) ? (['STATUS'] as const) : [])]) widen(shown, { [category]: until });
  };
  // Who is asked to lead, or was told something, reads that it was; what is said in it stays the lead's.
  if (event.type === 'LeadTransferRequested' && openings.transfers[event.data.transfer]?.addressee === compartment && inForce(openings.transfers[event.data.transfer]!, asOf)) return { STATUS: null };
  if (!event.stream.startsWith('case-')) return shown;
  const withheld = withheldAs(memory, event) !== undefined || !ownConsent(directory, event, compartment);
  const isCurrent = (from: number): boolean => index >= from || supersededAt === undefined || supersededAt > from;
  for (const access of Object.values(openings.emergencies)) {
    if (withheld || access.compartment !== compartment || !inForce(access, asOf) || isMigrationControl(directory, compartment)) continue;
    if (isFlagInForce(openings, event, asOf)) open(['PROTECTION'], access.until);
    if (isCurrent(access.from)) open(access.further.filter((category) => category !== 'WHEREABOUTS'), access.until);
  }
  for (const [id, told] of Object.entries(openings.disclosures)) {
    if (told.receiver !== compartment || !inForce(told, asOf)) continue;
    const until = told.until ?? null;
    const consents = told.consents.flatMap((consent) => (consentHolds(memory, consent, asOf) ? [memory.consents[consent]!] : []));
    if (told.consents.length > 0 && consents.length === 0) continue;
    if (event.type === 'DisclosureMade' && event.data.disclosure === id) return { STATUS: earliest([until, ...consents.map((one) => one.until)]) };
    if (withheld) continue;
    const may = passing(directory, told.between, told.purpose, told.categories, asOf);
    if (told.consents.length === 0 && isCurrent(told.from)) open(may, until);
    for (const consent of consents) {
      const covered = consent.history === 'ALL' || (consent.history === 'SINCE' ? index >= told.from : isCurrent(told.from));
      if (covered) open(may.filter((category) => consent.categories.includes(category)), earliest([until, consent.until]));
    }
  }
  return shown;
}

const earliest = (ends: readonly (string | null)[]): string | null => ends.reduce((least, one) => (least === null || (one !== null && one < least) ? one : least), null);

/** The category under which an event is shown: its own, or, to whom only what stands in clear is shown, STATUS. */
export function shownAs(type: ProtocolEvent['type'], data: object, shown: Seen): DataCategory | undefined {
  const own = categoryOfType(type, data);
  return own === undefined || own in shown ? own : 'STATUS';
}

/** Rule 3: whatever the basis, migration control is shown migration data, and what state a referral or a hand-over of its own is in. */
function limitToMigration(shown: Seen, ofItsOwn: boolean): void {
  for (const category of dataCategories) if (category !== 'MIGRATION' && !(ofItsOwn && category === 'STATUS')) delete shown[category];
}

/** Clear fields that are shown to the compartment alone that wrote them: they name what only it knows. */
const authorsOwn: Readonly<Partial<Record<ProtocolEvent['type'], readonly string[]>>> = { ContactReceived: ['repeats'] };

/** What stands in clear, as a compartment may read it that sees the event. */
export function clearFor(event: Recorded<ProtocolEvent>, directory: DirectoryMemory, compartment: string): Readonly<Record<string, unknown>> {
  const hidden = authorOf(directory, event) === compartment ? [] : (authorsOwn[event.type] ?? []);
  return Object.fromEntries(Object.entries(event.data).filter(([name]) => !hidden.includes(name)));
}

/** The category of an event; undefined for what is no event of a case. */
export function categoryOfType(type: ProtocolEvent['type'], data: object): DataCategory | undefined {
  const { category } = protocolEvents[type];
  // Who was told that she died is told that it was another woman, whatever else they may see.
  if ((data as { undoes?: string }).undoes === 'SurvivorDied') return 'STATUS';
  if (category === 'AS_CORRECTED') return (data as { category: DataCategory }).category;
  return category === 'DIRECTORY' || category === 'EXCLUSION' ? undefined : category;
}

function widen(shown: Seen, more: Seen): void {
  for (const [category, until] of Object.entries(more) as [DataCategory, string | null][]) {
    const before = shown[category];
    if (before === undefined || until === null || (before !== null && until > before)) shown[category] = until;
  }
}

type Referral = CaseMemory['referrals'][string];

function ofAddressee(memory: CaseMemory, directory: DirectoryMemory, referral: Referral, ofThis: boolean, { event, index, supersededAt }: Placed, asOf: number): Seen {
  // A closed referral leaves its bare closing (and what the addressee recorded itself).
  if (!referral.open.some((interval) => inForce(interval, asOf))) return ofThis && closings.includes(event.type) ? { STATUS: null } : {};
  const accepted = referral.accepted !== undefined && referral.accepted <= asOf;
  const open = (category: DataCategory): boolean => accepted || !afterAcceptance.includes(category) || referral.requires.includes(category);
  const inCaseFile = event.stream.startsWith('case-');
  if (!ofThis && (!inCaseFile || withheldAs(memory, event) || !ownConsent(directory, event, referral.addressee))) return {};
  const shown: Seen = {};
  const current = index >= referral.from || supersededAt === undefined || supersededAt > referral.from;
  if (ofThis) shown.STATUS = null;
  if (referral.basis === 'CONSENT') {
    for (const id of referral.consents) {
      const consent = memory.consents[id];
      if (!consent || !consentHolds(memory, id, asOf)) continue;
      const covered = ofThis || consent.history === 'ALL' || (consent.history === 'SINCE' ? index >= referral.from : current);
      const opened = [...(covered ? consent.categories.filter(open) : []), ...(current ? (['STATUS'] as const) : [])];
      for (const category of passing(directory, referral.between, consent.purpose, opened, asOf)) widen(shown, { [category]: consent.until });
    }
  } else if (ofThis || current) {
    const opened = (['STATUS', 'PROTECTION', ...referral.requires] as const).filter(open);
    for (const category of passing(directory, referral.between, referral.purpose, opened, asOf)) shown[category] = null;
  }
  return shown;
}

/** Of her consents a receiver sees those that name it. */
function ownConsent(directory: DirectoryMemory, event: Recorded<ProtocolEvent>, compartment: string): boolean {
  switch (event.type) {
    case 'ConsentGiven':
      return compartmentOf(directory, event.data.receiver) === compartment;
    case 'ConsentWithdrawn':
    case 'ConsentLapsed':
      return false; // what it ended is taken back; the sender of news is the closing
    default:
      return true;
  }
}

/** What is done for her and happens to her: entries, of which a later one supersedes none. */
const entries: readonly ProtocolEvent['type'][] = ['AssistanceProvided', 'ServiceRefusedBySurvivor', 'UnmetNeedRecorded', 'SafetyIncidentReported', 'InterviewNoted'];

/** What a later event of a case supersedes: the same kind, of the same thing. */
export function supersedes(event: Recorded<ProtocolEvent>): string {
  if (entries.includes(event.type)) return event.id;
  switch (event.type) {
    case 'CarePlanAgreed':
    case 'CarePlanRevised':
      return `${event.stream} plan`; // what she agreed to last is the plan
    case 'PlanItemCompleted':
      return `${event.stream} ${event.type} ${event.data.item}`;
    case 'FollowUpRecorded':
      return `${event.stream} ${event.type} ${event.data.month}`;
    case 'NonPunishmentRequested':
    case 'NonPunishmentDecided':
      return `${event.stream} ${event.type} ${event.data.request}`;
    case 'GrievanceRaised':
    case 'GrievanceAnswered':
      return `${event.stream} ${event.type} ${event.data.grievance}`;
  }
  const { contact, screening, consent, corrects } = event.data as { contact?: string; screening?: string; consent?: string; corrects?: string };
  return `${event.stream} ${event.type} ${contact ?? consent ?? corrects ?? (screening === undefined ? '' : 'screening')}`;
}

/** Whether a part whose fields are these may be copied: only where every category in it is seen. */
export function partUntil(event: Recorded<ProtocolEvent>, names: readonly string[], shown: Seen): { category: DataCategory; until: string | null } | undefined {
  const sealed = protocolEvents[event.type].sealed ?? {};
  let least: { category: DataCategory; until: string | null } | undefined;
  for (const name of names) {
    const named = sealed[name];
    const category = named === 'AS_CORRECTED' ? (event.data as { category: DataCategory }).category : named;
    const until = category && shown[category];
    if (category === undefined || until === undefined) return undefined;
    if (!least || (until !== null && (least.until === null || until < least.until))) least = { category, until };
  }
  return least;
}
