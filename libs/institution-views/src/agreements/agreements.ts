import type { Terms } from '@amparo/protocol';
import { idIn, type DirectoryView } from '../directory/directory-row';

export type AgreementRow = Terms &
  Readonly<{
    agreement: string;
    title: string;
    status: 'PROPOSED' | 'IN_FORCE' | 'DENOUNCED' | 'LAPSED';
    signatures: readonly Readonly<{ institution: string; at: string }>[];
    inForceAt?: string;
    endedAt?: string;
  }>;

export const agreementView: DirectoryView<AgreementRow> = {
  kind: 'agreement',
  about: (event) => idIn('agreement', event),
  after(row, { event }) {
    const { type, data, at } = event;
    if (type === 'AgreementSigned') {
      const { institution, title = '', ...terms } = data;
      const before: AgreementRow = row ?? { agreement: idIn('agreement', event) ?? '', title, ...terms, status: 'PROPOSED', signatures: [] };
      return { ...before, signatures: [...before.signatures, { institution, at }] };
    }
    if (!row) return undefined;
    switch (type) {
      case 'AgreementInForce':
        return { ...row, status: 'IN_FORCE', inForceAt: at };
      case 'AgreementEnded':
        return { ...row, status: data.reason, endedAt: at };
      default:
        return row;
    }
  },
};
