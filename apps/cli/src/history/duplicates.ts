import { ConfirmMatch, MergeCase, ProposeMatch } from '@amparo/protocol';
import type { CaseFile } from './files';
import type { Telling } from './telling';

/**
 * Nobody knew that she had a case already: a steward proposes that two are one person's, another confirms it, and where one unit
 * leads both they go on as one.
 */
export async function foundToBeOne(telling: Telling, first: CaseFile, second: CaseFile): Promise<void> {
  const [one, other] = [telling.desk('mirex-auditoria', 'steward'), telling.desk('mmujer-trata', 'steward')];
  const pair = { case: second.id, other: first.id };
  await telling.do(one, ProposeMatch, { ...pair, agreeing: ['NAME_AND_BIRTH_YEAR', 'SEX'] });
  await telling.do(other, ConfirmMatch, pair);
  if (first.lead.unit === second.lead.unit) await telling.do(other, MergeCase, { case: second.id, into: first.id, grounds: 'Es la misma persona.' });
}
