import { refuse, type Refusal } from '@amparo/event-sourcing';
import { countsAsChild, type AgeBand } from '../case/age-band';
import type { Consent } from '../case/consent';
import { serves, type ServingReferral } from '../case/serving';
import type { InstitutionKind } from '../institution/institution';
import type { Party } from '../party';
import { services, type Service } from '../service';
import type { Priority } from './priority';

/** What a request must know of the case, the addressee and what it follows on. */
export type RequestFacts = Readonly<{
  caseOpen: boolean;
  lead?: Party;
  ageBand: AgeBand;
  consents: Readonly<Record<string, Consent>>;
  /** The case's referral under which the sender serves her already. */
  under?: ServingReferral;
  superseded?: Readonly<{ status: string; from: string }>;
  toKind?: InstitutionKind;
  toOpen: boolean;
  toOffers: boolean;
}>;

export type RequestRefusal =
  | 'NOT_FOUND'
  | 'CASE_CLOSED'
  | 'UNIT_UNKNOWN'
  | 'OWN_UNIT'
  | 'SERVICE_NOT_OFFERED'
  | 'SUPERSEDES_NOT_ENDED'
  | 'CONSENT_REQUIRED'
  | 'CONSENT_ENDED'
  | 'CONSENT_FOR_ANOTHER'
  | 'CONSENT_TOO_NARROW'
  | 'BASIS_NOT_OPEN'
  | 'MIGRATION_CONTROL_LIMIT';

type Request = Readonly<{
  service: Service;
  priority: Priority;
  consents: readonly string[];
  supersedes?: string;
  basis: Readonly<{ kind: string; ref?: string }>;
  by: Party;
  to: Party | undefined;
  about: RequestFacts;
  receivedAt: string;
}>;

const ended = ['DECLINED', 'LAPSED', 'DISCONTINUED', 'WITHDRAWN', 'SURVIVOR_DECLINED', 'CONSENT_WITHDRAWN', 'ENTERED_IN_ERROR', 'CONFIRMED', 'COMPLETED'];

/** Why a referral may not be requested; undefined when it may. */
export function requestRefusal(request: Request): Refusal<RequestRefusal> | undefined {
  const { by, to, about, consents, basis } = request;
  // The lead refers, and who serves her already; to anybody else there is no such case.
  const leads = by.compartment === about.lead?.compartment;
  if (!leads && !serves(by, about.under)) return refuse('NOT_FOUND', 'there is no such case, or it is not yours');
  if (!about.caseOpen) return refuse('CASE_CLOSED', 'the case is closed: reopen it first');
  if (!to || !about.toOpen) return refuse('UNIT_UNKNOWN', 'there is no such unit, or it is closed');
  if (to.unit === by.unit) return refuse('OWN_UNIT', 'a referral goes to another unit');
  if (!about.toOffers) return refuse('SERVICE_NOT_OFFERED', 'the unit does not offer this service now');
  if (request.supersedes !== undefined && (!about.superseded || !ended.includes(about.superseded.status) || about.superseded.from !== by.unit)) {
    return refuse('SUPERSEDES_NOT_ENDED', 'a referral supersedes one of your own that has ended');
  }
  return basis.kind === 'CONSENT' ? consentRefusal(request, to) : otherBasisRefusal(request, consents);
}

/** Rule 2: a consent of hers, in force, that names this receiver and covers what the service requires. */
function consentRefusal({ consents, about, service, receivedAt }: Request, to: Party): Refusal<RequestRefusal> | undefined {
  if (consents.length === 0) return refuse('CONSENT_REQUIRED', 'name the consent this rests on, or another legal basis');
  for (const id of consents) {
    const consent = about.consents[id];
    if (!consent) return refuse('CONSENT_REQUIRED', 'no such consent was given in this case');
    if (consent.ended || consent.until <= receivedAt) return refuse('CONSENT_ENDED', 'that consent was withdrawn or has lapsed');
    if (consent.receiver !== to.unit && consent.receiver !== to.compartment) return refuse('CONSENT_FOR_ANOTHER', 'that consent names another receiver');
  }
  const covered = new Set(consents.flatMap((id) => about.consents[id]!.categories));
  if (services[service].requires.some((category) => !covered.has(category))) {
    return refuse('CONSENT_TOO_NARROW', 'the service needs a category that no consent named here covers');
  }
  return undefined;
}

/** The other legal bases, each where the protocol allows it. Migration control acts on consent or a court's order alone (rule 3). */
function otherBasisRefusal({ basis, about, priority }: Request, consents: readonly string[]): Refusal<RequestRefusal> | undefined {
  if (consents.length > 0) return refuse('BASIS_NOT_OPEN', 'consents are named only where consent is the basis');
  if (about.toKind === 'MIGRATION_CONTROL' && basis.kind !== 'COURT_ORDER') {
    return refuse('MIGRATION_CONTROL_LIMIT', 'migration control is referred to on consent or a court order only');
  }
  const allowed: Readonly<Record<string, boolean>> = {
    BEST_INTERESTS_OF_CHILD: about.toKind === 'CHILDREN' && countsAsChild(about.ageBand),
    VITAL_INTERESTS: priority === 'EMERGENCY',
    LEGAL_OBLIGATION: basis.ref !== undefined,
    LEGAL_MANDATE: about.toKind === 'PROSECUTION' && basis.ref !== undefined,
    COURT_ORDER: basis.ref !== undefined,
  };
  return allowed[basis.kind] === true ? undefined : refuse('BASIS_NOT_OPEN', 'this legal basis does not open this referral: give its number, or another basis');
}
