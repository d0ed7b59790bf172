import { caseSlice, caseStream } from '../case/case';
import type { Directory } from '../institution/directory.handlers';
import type { Recorder, Somebody } from '../recorder.handlers';
import { casesOf, investigationSlice, investigationStream, type Investigation, type InvestigationFacts } from './investigation';

export async function loadInvestigation(recorder: Recorder, id: string): Promise<Investigation> {
  return (await recorder.load(investigationSlice, investigationStream(id))).state;
}

/** Whether somebody is excluded from an investigation, or from a case it names: what is said of her there is hidden with her case. */
export async function isShutOut(recorder: Recorder, id: string, who: Somebody): Promise<boolean> {
  for (const file of [id, ...casesOf(await loadInvestigation(recorder, id))]) {
    if (await recorder.standing.isExcluded(file, who)) return true;
  }
  return false;
}

/** A unit as an investigation may name it: open, and none where survivors live, which nobody names. */
export async function namedUnit(directory: Directory, code: string): Promise<InvestigationFacts['named'] | undefined> {
  const unit = await directory.unit(code);
  if (!unit || unit.closed || unit.opened.residential) return undefined;
  const kind = (await directory.institution(unit.opened.institution))?.registered?.kind;
  const prosecutes = kind === 'PROSECUTION' && unit.opened.kind === 'PROSECUTOR';
  return { unit: code, compartment: unit.opened.compartment, kind: prosecutes ? 'PROSECUTION' : kind === 'POLICE' ? 'POLICE' : 'OTHER' };
}

/** Who a case is about; undefined when there is none, or none for who asks. */
export async function survivorOf(recorder: Recorder, id: string, who: Somebody): Promise<string | undefined> {
  if (await recorder.standing.isExcluded(id, who)) return undefined;
  return (await recorder.load(caseSlice, caseStream(id))).state.opened?.subject;
}
