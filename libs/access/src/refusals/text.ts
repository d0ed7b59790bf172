import type { Language } from '../caller';

/** By code, what a refusal says in each language. */
export type RefusalTexts = Readonly<Record<string, Readonly<Record<Language, string>>>>;
