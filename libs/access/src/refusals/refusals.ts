import type { Language } from '../caller';
import { agreementRefusals } from './agreement';
import { bodyRefusals } from './body';
import { caseRefusals } from './case';
import { contactRefusals } from './contact';
import { courseRefusals } from './course';
import { exclusionRefusals } from './exclusion';
import { exhibitRefusals } from './exhibit';
import { institutionRefusals } from './institution';
import { investigationRefusals } from './investigation';
import { permitRefusals } from './permit';
import { planRefusals } from './plan';
import { referralRefusals } from './referral';
import { returnRefusals } from './return';
import { generalRefusals } from './general';
import { stayRefusals } from './stay';
import { subjectRefusals } from './subject';
import { unitRefusals } from './unit';
import type { RefusalTexts } from './text';

/**
 * What a refusal says to the person who must act on it, by code; each aggregate's own in the file of its name. The text depends
 * on the code alone: a refusal that hides something is the same to the byte whatever it hides. Every code a decision may give
 * has its row (`refusals.spec.ts`).
 */
export const refusalTexts: RefusalTexts = {
  ...generalRefusals,
  ...agreementRefusals,
  ...bodyRefusals,
  ...caseRefusals,
  ...contactRefusals,
  ...courseRefusals,
  ...exclusionRefusals,
  ...exhibitRefusals,
  ...institutionRefusals,
  ...investigationRefusals,
  ...permitRefusals,
  ...planRefusals,
  ...referralRefusals,
  ...returnRefusals,
  ...stayRefusals,
  ...subjectRefusals,
  ...unitRefusals,
};

/** The text of a refusal. A code without a row gets its code as text: dull, but it says nothing it should not. */
export const refusalText = (code: string, language: Language): string => refusalTexts[code]?.[language] ?? code;
