export const priorities = ['EMERGENCY', 'URGENT', 'NORMAL'] as const;
/** How soon a referral must be answered; the clocks stand in one table. */
export type Priority = (typeof priorities)[number];
