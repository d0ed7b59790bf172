import type { UnitRow } from '../directory/directory-view';
import type { CaseMemory } from '../visibility/case-memory';
import { isOpen } from '../visibility/interval';

/**
 * Rule 9: an emergency access opens the duty line of the lead's unit, as the directory has it now, to the compartment that opened it
 * and while it is open. A house that leads has none, and stands in the case under a code that is in no directory.
 * @param now as an instant: an access whose hours are over opens nothing any more, its event there or not.
 */
export function leadDutyLine({ openings, leads }: CaseMemory, compartment: string, unit: (code: string) => UnitRow | undefined, now: string): string | undefined {
  const isInEmergency = Object.values(openings.emergencies).some((one) => one.compartment === compartment && isOpen(one) && one.until > now);
  const lead = isInEmergency ? leads.find(isOpen)?.unit : undefined;
  return lead === undefined ? undefined : unit(lead)?.dutyLine;
}
