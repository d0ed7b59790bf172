import { endOfDay, type ProtocolEvent, type Service } from '@amparo/protocol';
import type { FilePlace, ManyView } from '../view';
import type { Visible } from '../case-timeline/case-timeline';

/** An item of her plan that a unit of the compartment is responsible for. */
export type PlanItemRow = Readonly<{
  item: string;
  case: string;
  service: Service;
  unit: string;
  /** A day of the calendar. */
  due: string;
  /** Whether the plan she agreed to last names it. */
  planned: boolean;
  outcome?: string;
  /** Until when it may be shown. */
  until: string | null;
}>;

type Items = readonly Readonly<{ item: string; service: Service; unit: string; due: string }>[];

const on: readonly ProtocolEvent['type'][] = ['CarePlanAgreed', 'CarePlanRevised', 'PlanItemCompleted', 'CaseClosed', 'CaseReopened', 'SurvivorDied', 'EntryCorrected'];

function after(rows: ReadonlyMap<string, PlanItemRow>, event: Visible, { file, own }: FilePlace): ReadonlyMap<string, PlanItemRow> {
  switch (event.type) {
    case 'CarePlanAgreed':
    case 'CarePlanRevised': {
      const changed = new Map([...rows].map(([id, row]) => [id, { ...row, planned: false }]));
      const until = event.shown.PSYCHOSOCIAL ?? null;
      for (const { item, service, unit, due } of (event.data as { items: Items }).items) {
        if (own(unit)) changed.set(item, { ...rows.get(item), item, case: file, service, unit, due, planned: true, until });
      }
      return changed;
    }
    case 'PlanItemCompleted': {
      const { item, outcome } = event.data as { item: string; outcome: string };
      const row = rows.get(item);
      return row ? new Map([[item, { ...row, outcome }]]) : new Map();
    }
    default:
      return rows; // whether anything is due any more is said by the case
  }
}

/** By unit, what is due first. Nothing is due in a case that is closed, or of a woman who died. */
export const planItemView: ManyView<PlanItemRow> = {
  kind: 'planItem',
  on,
  after,
  lists: ({ planned, outcome, unit }, { row }) => ['ALL', ...(planned && outcome === undefined && row.open && row.died === undefined ? [`UNIT ${unit}`] : [])],
  sort: ({ due }) => endOfDay(due),
};
