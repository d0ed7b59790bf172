import type { Recorder } from '../recorder.handlers';
import { referralSlice, referralStream } from '../referral/referral';
import type { Code } from './consent';
import type { ServingReferral } from './serving';

/** A referral as it stands now, where it is one of this case; of another case there is none. */
export async function referralOfCase(recorder: Recorder, caseId: string, id: string): Promise<(ServingReferral & Readonly<{ from: Code }>) | undefined> {
  const other = await recorder.load(referralSlice, referralStream(id));
  const { state } = other;
  return other.case === caseId && state.status !== 'NONE' ? { status: state.status, from: state.from, to: state.to, service: state.service } : undefined;
}
