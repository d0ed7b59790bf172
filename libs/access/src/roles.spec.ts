import { roles, type Role } from '@amparo/protocol';
import { actsAs, mayIssue } from './roles';

describe('an agent of several roles', () => {
  it.each<[string, readonly Role[], Role]>([
    ['AcceptReferral', ['intake', 'supervisor'], 'supervisor'],
    ['AcceptReferral', ['supervisor', 'caseworker', 'intake'], 'supervisor'],
    ['AcceptReferral', ['intake', 'caseworker'], 'caseworker'],
    ['TakeContact', ['caseworker', 'supervisor'], 'supervisor'],
    ['EnterContactInError', ['intake', 'caseworker'], 'caseworker'],
    ['PlaceExclusion', ['supervisor', 'auditor'], 'auditor'],
    ['OfferService', ['supervisor', 'administrator'], 'administrator'],
  ])('issues %s, being %j, as %s', (command, held, role) => {
    expect(actsAs(command, held)).toBe(role);
  });

  it('issues nothing as what the command does not name, however strong', () => {
    expect(actsAs('AcceptReferral', ['intake', 'administrator'])).toBe('intake');
    expect(actsAs('AcceptReferral', ['administrator', 'auditor'])).toBeUndefined();
    expect(actsAs('NoSuchCommand', roles)).toBeUndefined();
  });

  it('acts in the same role in whatever order its roles stand', () => {
    for (const command of Object.keys(mayIssue)) expect([command, actsAs(command, [...roles].reverse())]).toEqual([command, actsAs(command, roles)]);
  });

  it('of one role alone issues what that role may', () => {
    for (const [command, { by }] of Object.entries(mayIssue)) for (const role of by) expect([command, actsAs(command, [role])]).toEqual([command, role]);
  });
});
