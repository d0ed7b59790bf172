import type { UnitRow } from '../directory/directory-view';
import { groupedHeld, type HeldEntries } from '../replay/held-entries';
import type { Known } from '../replay/replay';
import type { ViewStore } from '../view-store/view-store';
import type { VisibilityFile } from '../view-store/visibility-file';
import { shownAs } from '../visibility/visibility';
import type { PlacedFact } from './projection';

/** What is known of a case by the views that are served. `history`: its events in the order of the log. */
export const knownInViews = (visibility: VisibilityFile, caseId: string, history: readonly PlacedFact[]): Known => ({
  case: caseId,
  history,
  memory: visibility.case(caseId),
  directory: visibility.directory,
  residential: (compartment) => visibility.row<UnitRow>('unit', compartment)?.residential === true,
});

/**
 * What the files of all compartments hold of a case, by compartment: grouped as a replay tells it, read from rows and not decided again.
 * @param time what had ended by its date then is left out, as every query leaves it out (ISO 8601).
 */
export function heldInFiles(views: ViewStore, caseId: string, time: string): ReadonlyMap<string, readonly HeldEntries[]> {
  const held = views.compartments().map((compartment) => {
    const rows = views.compartment(compartment).entries(caseId).map(({ entry }) => entry);
    const told = rows.flatMap(({ index, type, data, shown }) => {
      const category = shownAs(type, data, shown);
      const until = category && shown[category];
      return until === null || (until !== undefined && until > time) ? [{ index, shown }] : [];
    });
    return [compartment, groupedHeld(told, time)] as const;
  });
  return new Map(held.filter(([, groups]) => groups.length > 0));
}
