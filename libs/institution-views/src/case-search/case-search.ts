import type { View } from '../view';

/** Which case is whose, by the random id of the subject: what an exact search finds leads here. */
export const subjectView: View<Readonly<{ case: string }>> = {
  kind: 'subject',
  about: ({ type, data }) => (type === 'CaseOpened' ? (data as { subject: string }).subject : undefined),
  after: (_row, _event, { file }) => ({ case: file }),
  lists: () => ['ALL'],
  sort: () => '',
};
