import { planAxes, type PlanAxis } from '@amparo/protocol';
import { idIn, type DirectoryView } from '../directory/directory-row';

export type ReportRow = Readonly<{ status: string; progress: number; evidence?: string; at: string }>;
export type ActionRow = Readonly<{
  action: string;
  title: string;
  axis: PlanAxis;
  institution: string;
  due: string;
  indicator: string;
  /** In the order of what they report on: one of an earlier day that came late stands before those it does not supersede. */
  reports: readonly ReportRow[];
}>;
export type PlanRow = Readonly<{ plan: string; body: string; name: string; fromYear: number; untilYear: number; actions: readonly ActionRow[] }>;

export const planView: DirectoryView<PlanRow> = {
  kind: 'plan',
  about: (event) => idIn('plan', event),
  after(row, { event }) {
    const { type, data, at } = event;
    if (type === 'PlanAdopted') return { plan: idIn('plan', event) ?? '', ...data, actions: [] };
    if (!row) return undefined;
    switch (type) {
      case 'ActionPlanned':
        return { ...row, actions: [...row.actions, { ...data, reports: [] }] };
      case 'ActionReported': {
        const { action, ...said } = data;
        return { ...row, actions: row.actions.map((one) => (one.action === action ? { ...one, reports: inOrder([...one.reports, { ...said, at }]) } : one)) };
      }
      default:
        return row;
    }
  },
};

/** Of two reports of one moment the later recorded stays the newer. */
const inOrder = (reports: readonly ReportRow[]): ReportRow[] => [...reports].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));

/** The report that tells how an action stands: the newest by what it reports on, not by when it came. */
export const newestReport = ({ reports }: ActionRow): ReportRow | undefined => reports[reports.length - 1];

/** Whether an action should have been done by now and is neither done nor dropped. `today` is a day of the calendar. */
export const isOverdue = (action: ActionRow, today: string): boolean => action.due < today && !['DONE', 'DROPPED'].includes(newestReport(action)?.status ?? '');

/** The plan as its matrices: an axis each, its actions by when they are due. */
export const matricesOf = ({ actions }: PlanRow): { axis: PlanAxis; actions: ActionRow[] }[] =>
  planAxes.map((axis) => ({ axis, actions: actions.filter((one) => one.axis === axis).sort((a, b) => (place(a) < place(b) ? -1 : 1)) }));

const place = ({ due, action }: ActionRow): string => `${due} ${action}`;
