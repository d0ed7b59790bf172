import { idIn, type DirectoryView } from '../directory/directory-row';

/** `until`: when it left. Who came back stands here twice. */
export type MembershipRow = Readonly<{ institution: string; since: string; until?: string }>;
export type BodyRow = Readonly<{ code: string; name: string; institution: string; secretariat: string; members: readonly MembershipRow[] }>;

export const bodyView: DirectoryView<BodyRow> = {
  kind: 'body',
  about: (event) => idIn('body', event),
  after(row, { event: { type, data, at } }) {
    if (type === 'BodyConstituted') return { ...data, members: [{ institution: data.institution, since: at }] };
    if (!row) return undefined;
    switch (type) {
      case 'MemberJoined':
        return { ...row, members: [...row.members, { institution: data.institution, since: at }] };
      case 'MemberLeft':
        return { ...row, members: row.members.map((one) => (one.institution === data.institution && one.until === undefined ? { ...one, until: at } : one)) };
      default:
        return row;
    }
  },
};

/** Institutions that are members now. */
export const membersOf = ({ members }: BodyRow): readonly string[] => members.flatMap(({ institution, until }) => (until === undefined ? [institution] : []));
