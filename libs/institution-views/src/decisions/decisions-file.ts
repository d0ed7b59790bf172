import type { Opened } from '../case-file/case-file';
import type { Visible } from '../case-timeline/case-timeline';

type Fields = Readonly<Record<string, unknown>>;
type Entry = Readonly<{ at: string; unit?: string; fields: Fields }>;
export type DecisionRow = Entry & Readonly<{ id: string; decision: string; atHerRequest: boolean; reconsideration?: string }>;
/** `of`: the decision in question. `by`: who asked; `because`: why a review was asked for by nobody. */
export type ReconsiderationRow = Entry & Readonly<{ id: string; of: string; by?: string; because?: string; answeredAt?: string; decision?: string }>;
export type GuardianRow = Entry & Readonly<{ id: string; kind: string; check: string; conflictedAt?: string; account: Fields }>;

/** Who she was found to be, who decides for her, and what she was told, as far as a compartment may see it. */
export type DecisionsFile = Readonly<{
  decisions: readonly DecisionRow[];
  reconsiderations: readonly ReconsiderationRow[];
  /** Absent before she is presumed a victim. `endedAt`: of the event that says so. */
  recovery?: Readonly<{ until: string; endedAt?: string }>;
  guardians: readonly GuardianRow[];
  representatives: readonly (Entry & Readonly<{ id: string; kind: string }>)[];
  ageAssessments: readonly (Entry & Readonly<{ ageBand: string; method: string }>)[];
  bestInterests: readonly (Entry & Readonly<{ question: string }>)[];
  rightsExplained: readonly (Entry & Readonly<{ rights: readonly string[]; language: string; textVersion: string }>)[];
}>;

/** Folded from what a compartment may see of the case, in order. */
export function decisionsFileOf(events: readonly Visible[], opened: Opened): DecisionsFile {
  let file: DecisionsFile = { decisions: [], reconsiderations: [], guardians: [], representatives: [], ageAssessments: [], bestInterests: [], rightsExplained: [] };
  for (const event of events) file = after(file, event, opened);
  return file;
}

function after(file: DecisionsFile, event: Visible, opened: Opened): DecisionsFile {
  const { id, type, data, at, actor } = event;
  const clear = data as Record<string, string>;
  const entry = (): Entry => ({ at, ...(actor.unit !== undefined && { unit: actor.unit }), fields: opened(event) });
  switch (type) {
    case 'IdentificationDecided':
      return { ...file, decisions: [...file.decisions, { id, ...entry(), decision: clear['decision']!, atHerRequest: data['atHerRequest'] === true }] };
    case 'ReconsiderationRequested':
      return { ...file, reconsiderations: [...file.reconsiderations, { id: clear['reconsideration']!, ...entry(), of: clear['of']!, by: clear['by']! }] };
    case 'DecisionReviewRequested':
      return { ...file, reconsiderations: [...file.reconsiderations, { id: clear['of']!, ...entry(), of: clear['of']!, because: clear['because']! }] };
    case 'ReconsiderationDecided':
      return reconsidered(file, { id, ...entry(), decision: clear['decision']!, atHerRequest: false, reconsideration: clear['reconsideration']! });
    case 'RecoveryAndReflectionStarted':
    case 'RecoveryAndReflectionExtended':
      return { ...file, recovery: { until: clear['until']! } };
    case 'RecoveryAndReflectionEnded':
      return file.recovery ? { ...file, recovery: { ...file.recovery, endedAt: at } } : file;
    case 'GuardianAppointed':
      return { ...file, guardians: [...file.guardians, { id: clear['guardian']!, ...entry(), kind: clear['kind']!, check: clear['check']!, account: {} }] };
    case 'GuardianConflicted':
      return { ...file, guardians: file.guardians.map((one) => (one.id === clear['guardian'] ? { ...one, conflictedAt: at, account: opened(event) } : one)) };
    case 'LegalRepresentativeAppointed':
      return { ...file, representatives: [...file.representatives, { id: clear['representative']!, ...entry(), kind: clear['kind']! }] };
    case 'AgeAssessed':
      return { ...file, ageAssessments: [...file.ageAssessments, { ...entry(), ageBand: clear['ageBand']!, method: clear['method']! }] };
    case 'BestInterestsDetermined':
      return { ...file, bestInterests: [...file.bestInterests, { ...entry(), question: clear['question']! }] };
    case 'RightsExplained':
      return { ...file, rightsExplained: [...file.rightsExplained, { ...entry(), rights: data['rights'] as string[], language: clear['language']!, textVersion: clear['textVersion']! }] };
    default:
      return file;
  }
}

/** A decision taken anew answers all that was asked about the one before. */
function reconsidered(file: DecisionsFile, taken: DecisionRow): DecisionsFile {
  const asked = file.reconsiderations.find(({ id }) => id === taken.reconsideration);
  const answered = ({ id, of, answeredAt }: ReconsiderationRow): boolean => answeredAt === undefined && (id === taken.reconsideration || of === asked?.of);
  const reconsiderations = file.reconsiderations.map((one) => (answered(one) ? { ...one, answeredAt: taken.at, decision: taken.decision } : one));
  return { ...file, decisions: [...file.decisions, taken], reconsiderations };
}
