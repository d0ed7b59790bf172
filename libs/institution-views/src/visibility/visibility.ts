import { dataCategories, protocolEvents, type DataCategory, type ProtocolEvent } from '@amparo/protocol';
import type { Recorded } from '@amparo/event-sourcing';
import { authorOf, closings, consentHolds, excludedCompartments, exclusionsOf, inForce, type CaseMemory } from './case-memory';
import { endsOfferOf, exclusionsOfNamed, shownOfContact } from './contact-memory';
import { compartmentOf, isMigrationControl, type DirectoryMemory } from './directory-memory';

/** Category → until when it may be shown (ISO 8601), or null without end. */
export type Seen = Partial<Record<DataCategory, string | null>>;

/** An event of a case at its place in the order, and the place where the next of its kind superseded it. */
export type Placed = Readonly<{ event: Recorded<ProtocolEvent>; index: number; supersededAt?: number }>;

const everything: Seen = Object.fromEntries(dataCategories.map((category) => [category, null]));
const ofLead: Seen = Object.fromEntries(dataCategories.filter((c) => c !== 'WHEREABOUTS' && c !== 'INVESTIGATION').map((category) => [category, null]));
/** Never before a service is accepted, unless the service cannot be answered without. */
const afterAcceptance: readonly DataCategory[] = ['IDENTITY', 'CONTACT', 'WHEREABOUTS'];
/** How the lead works, and what she told others: nobody's business but the lead's. */
const leadsOwn: readonly string[] = ['CaseAssigned', 'LeadReassigned', 'ConsentRefused'];

/**
 * What a compartment may see of an event, decided in log order over append-only intervals: the bases in force at `asOf` that
 * cover it, with their categories. Nothing without a basis. This is the one place where it is decided.
 */
export function seen(memory: CaseMemory, directory: DirectoryMemory, placed: Placed, compartment: string, asOf: number): Seen {
  const { event, index } = placed;
  const { contact } = memory;
  const excluding = [...exclusionsOf(memory, asOf), ...(contact ? exclusionsOfNamed(contact, event, asOf) : [])];
  if (excluding.some(({ party }) => excludedCompartments(directory, party).includes(compartment))) return {};
  const shown: Seen = {};
  if (contact) for (const category of shownOfContact(contact, event, index, compartment, asOf)) shown[category] = null;
  if (memory.leads.some((lead) => lead.compartment === compartment && inForce(lead, asOf))) widen(shown, ofLead);
  for (const [id, referral] of Object.entries(memory.referrals)) {
    const ofThis = event.stream === `referral-${id}`;
    if (ofThis && referral.sender === compartment) widen(shown, { STATUS: null, PROTECTION: null });
    if (referral.addressee === compartment) widen(shown, ofAddressee(memory, directory, referral, ofThis, placed, asOf));
  }
  const ofItsOwn = event.stream.startsWith('referral-') || (contact !== undefined && endsOfferOf(contact, event, index, compartment));
  if (isMigrationControl(directory, compartment)) limitToMigration(shown, ofItsOwn);
  if (authorOf(directory, event) === compartment) widen(shown, everything);
  const category = categoryOfType(event.type, event.data);
  return category !== undefined && category in shown ? shown : {};
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
  if (!ofThis && (!inCaseFile || leadsOwn.includes(event.type) || !ownConsent(directory, event, referral.addressee))) return {};
  const shown: Seen = {};
  const current = index >= referral.from || supersededAt === undefined || supersededAt > referral.from;
  if (ofThis) shown.STATUS = null;
  if (referral.basis === 'CONSENT') {
    for (const id of referral.consents) {
      const consent = memory.consents[id];
      if (!consent || !consentHolds(memory, id, asOf)) continue;
      const covered = ofThis || consent.history === 'ALL' || (consent.history === 'SINCE' ? index >= referral.from : current);
      if (covered) for (const category of consent.categories) if (open(category)) widen(shown, { [category]: consent.until });
      if (current) widen(shown, { STATUS: consent.until });
    }
  } else if (ofThis || current) {
    for (const category of ['STATUS', 'PROTECTION', ...referral.requires] as const) if (open(category)) shown[category] = null;
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

/** What a later event of a case supersedes: the same kind, of the same thing. */
export function supersedes(event: Recorded<ProtocolEvent>): string {
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
