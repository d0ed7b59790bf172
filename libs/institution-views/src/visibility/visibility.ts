import { categoryIn, dataCategories, protocolEvents, type DataCategory, type ProtocolEvent } from '@amparo/protocol';
import type { Recorded } from '@amparo/event-sourcing';
import { passing } from './agreement-memory';
import { authorOf, closings, excludedCompartments, inEffect, inForce, type CaseMemory } from './case-memory';
import { consentHolds, isCurrent, reaches } from './consent-memory';
import { endsOfferOf, exclusionsOfNamed, shownOfContact } from './contact-memory';
import { compartmentOf, isMigrationControl, type DirectoryMemory } from './directory-memory';
import { isOfStay, ofHouse, toldLead } from './housing';
import { holds, keeps, ofInvestigation } from './investigation-memory';
import { mandatesOf } from './mandate-memory';
import { ofNamed } from './named';
import { describesHer, isFlagInForce, isOfOwnAccess } from './openings';
import { widen, type Placed, type Seen } from './seen';
import { withheldAs } from './withheld';

export type { Placed, Seen };

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
  // To lead opens nothing of a stay: living there does, her consent or a court's order.
  if (leads) for (const more of [isOfStay(event.stream) ? {} : ofLead, toldLead(memory, placed, compartment, asOf)]) widen(shown, more);
  widen(shown, ofHouse(memory, placed, compartment, asOf));
  widen(shown, ofNamed(memory, directory, placed, compartment, asOf));
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
  const besides = seenWith[event.type];
  return category !== undefined && category in shown && (besides === undefined || besides in shown) ? shown : {};
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
function onOpenings(memory: CaseMemory, directory: DirectoryMemory, placed: Placed, compartment: string, asOf: number): Seen {
  const { event } = placed;
  const { openings } = memory;
  const shown: Seen = {};
  const open = (categories: readonly DataCategory[], until: string | null): void => {
    for (const category of [...categories, ...(describesHer(event, categories) ? (['STATUS'] as const) : [])]) widen(shown, { [category]: until });
  };
  // Who is asked to lead, or was told something, reads that it was; what is said in it stays the lead's.
  if (event.type === 'LeadTransferRequested' && openings.transfers[event.data.transfer]?.addressee === compartment && inForce(openings.transfers[event.data.transfer]!, asOf)) return { STATUS: null };
  if (!event.stream.startsWith('case-')) return shown;
  // Who opened it reads, in clear, that it ended and what was found of it, and keeps that; the reviewer's note stays the lead's.
  if (isOfOwnAccess(openings, event, compartment, asOf)) return { STATUS: null };
  const withheld = withheldAs(memory, event) !== undefined || !ownConsent(directory, event, compartment);
  for (const access of Object.values(openings.emergencies)) {
    if (withheld || access.compartment !== compartment || !inForce(access, asOf) || isMigrationControl(directory, compartment)) continue;
    if (isFlagInForce(openings, event, asOf)) open(['PROTECTION'], access.until);
    if (isCurrent(placed, access.from)) open(access.further.filter((category) => category !== 'WHEREABOUTS'), access.until);
  }
  for (const [id, told] of Object.entries(openings.disclosures)) {
    if (told.receiver !== compartment || !inForce(told, asOf)) continue;
    const until = told.until ?? null;
    const consents = told.consents.flatMap((consent) => (consentHolds(memory, consent, asOf) ? [memory.consents[consent]!] : []));
    if (told.consents.length > 0 && consents.length === 0) continue;
    if (event.type === 'DisclosureMade' && event.data.disclosure === id) return { STATUS: earliest([until, ...consents.map((one) => one.until)]) };
    if (withheld) continue;
    const may = passing(directory, told.between, told.purpose, told.categories, asOf);
    if (told.consents.length === 0 && isCurrent(placed, told.from)) open(may, until);
    for (const consent of consents) {
      if (reaches(consent, placed, told.from)) open(may.filter((category) => consent.categories.includes(category)), earliest([until, consent.until]));
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

/** Who else is in a house with her is told to who is shown CHILDREN of that stay: each has a case of their own. */
const seenWith: Readonly<Partial<Record<ProtocolEvent['type'], DataCategory>>> = { DependantAdmitted: 'CHILDREN', DependantDischarged: 'CHILDREN' };
const clearWith: Readonly<Partial<Record<ProtocolEvent['type'], Readonly<Partial<Record<DataCategory, readonly string[]>>>>>> = { SurvivorAdmitted: { CHILDREN: ['dependants', 'met'] } };

/** What stands in clear, as a compartment may read it that sees the event in these categories. */
export function clearFor(event: Recorded<ProtocolEvent>, directory: DirectoryMemory, compartment: string, shown: Seen): Readonly<Record<string, unknown>> {
  const closed = Object.entries(clearWith[event.type] ?? {}).flatMap(([category, names]) => (category in shown ? [] : names));
  const hidden = [...closed, ...(authorOf(directory, event) === compartment ? [] : (authorsOwn[event.type] ?? []))];
  return Object.fromEntries(Object.entries(event.data).filter(([name]) => !hidden.includes(name)));
}

/** The category of an event; undefined for what is no event of a case. */
export function categoryOfType(type: ProtocolEvent['type'], data: object): DataCategory | undefined {
  // Who was told that she died is told that it was another woman, whatever else they may see.
  if ((data as { undoes?: string }).undoes === 'SurvivorDied') return 'STATUS';
  return categoryIn(protocolEvents[type], data);
}

type Referral = CaseMemory['referrals'][string];

function ofAddressee(memory: CaseMemory, directory: DirectoryMemory, referral: Referral, ofThis: boolean, placed: Placed, asOf: number): Seen {
  const { event } = placed;
  // A closed referral leaves its bare closing (and what the addressee recorded itself).
  if (!referral.open.some((interval) => inForce(interval, asOf))) return ofThis && closings.includes(event.type) ? { STATUS: null } : {};
  const accepted = referral.accepted !== undefined && referral.accepted <= asOf;
  const open = (category: DataCategory): boolean => accepted || !afterAcceptance.includes(category) || referral.requires.includes(category);
  const inCaseFile = event.stream.startsWith('case-');
  // Who serves her sees of her returns and permits what her consents cover, and of no stay.
  const elsewhere = accepted && /^(return|permit)-/.test(event.stream);
  if (!ofThis && !elsewhere && (!inCaseFile || withheldAs(memory, event) || !ownConsent(directory, event, referral.addressee))) return {};
  const shown: Seen = {};
  const current = isCurrent(placed, referral.from);
  // Rule 3: on a consent for residence or a court's order, and on nothing else.
  const control = isMigrationControl(directory, referral.addressee);
  if (ofThis) shown.STATUS = null;
  if (referral.basis === 'CONSENT') {
    for (const id of referral.consents) {
      const consent = memory.consents[id];
      if (!consent || !consentHolds(memory, id, asOf) || (control && consent.purpose !== 'RESIDENCE')) continue;
      const covered = ofThis || reaches(consent, placed, referral.from);
      const opened = [...(covered ? consent.categories.filter(open) : []), ...(current && !elsewhere ? (['STATUS'] as const) : [])];
      for (const category of passing(directory, referral.between, consent.purpose, opened, asOf)) widen(shown, { [category]: consent.until });
    }
  } else if ((ofThis || (current && !elsewhere)) && !(control && referral.basis !== 'COURT_ORDER')) {
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
const entries: readonly ProtocolEvent['type'][] = [
  'AssistanceProvided',
  'ServiceRefusedBySurvivor',
  'UnmetNeedRecorded',
  'SafetyIncidentReported',
  'InterviewNoted',
  'SupportDelivered',
  'ReturnFollowedUp',
];

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
    case 'ReturnPartyNamed':
      return `${event.stream} ${event.type} ${event.data.task}`;
    case 'TravelDocumentIssued':
      return `${event.stream} ${event.type} ${event.data.document}`;
    case 'DependantAdmitted':
    case 'DependantDischarged':
      return `${event.stream} dependant ${event.data.dependant}`;
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
