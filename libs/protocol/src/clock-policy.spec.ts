import fc from 'fast-check';
import { ClockPolicyError, clockPolicyFrom } from './clock-policy';
import { clocks } from './clocks';

/** Where and why a file is refused. */
function refused(file: unknown): string {
  try {
    clockPolicyFrom(file);
  } catch (error) {
    if (error instanceof ClockPolicyError) return error.entry;
    throw error;
  }
  return 'taken';
}

describe('the deadlines an operator sets', () => {
  it('are the protocol’s where the file says nothing', () => expect(clockPolicyFrom({})).toEqual(clocks));
  it('are within the limits that the protocol’s own keep', () => expect(clockPolicyFrom(JSON.parse(JSON.stringify(clocks)))).toEqual(clocks));

  it('take the place of the protocol’s, entry by entry', () => {
    const file = { heldPlace: '8 hours', referralAnswered: { NORMAL: '240 hours' }, followUp: ['1 month', '2 months'], presumptionDecided: '1 working day', daysOff: ['2027-03-24'] };
    expect(clockPolicyFrom(file)).toEqual({ ...clocks, ...file, referralAnswered: { EMERGENCY: '24 hours', URGENT: '72 hours', NORMAL: '240 hours' } });
  });

  it.each<[string, string, unknown]>([
    ['a name that is none', 'heldPlaces', { heldPlaces: '8 hours' }],
    ['a name that every object has', 'constructor', { constructor: '8 hours' }],
    ['a priority that is none', 'referralAnswered.SOON', { referralAnswered: { SOON: '8 hours' } }],
    ['a priority that every object has', 'referralAnswered.toString', { referralAnswered: { toString: '8 hours' } }],
    ['a number', 'heldPlace', { heldPlace: 6 }],
    ['nothing', 'heldPlace', { heldPlace: null }],
    ['a negative deadline', 'heldPlace', { heldPlace: '-6 hours' }],
    ['none at all', 'heldPlace', { heldPlace: '0 hours' }],
    ['a part of an hour', 'heldPlace', { heldPlace: '0.5 hours' }],
    ['a unit that is none', 'heldPlace', { heldPlace: '6 weeks' }],
    ['a unit of other deadlines', 'heldPlace', { heldPlace: '1 months' }],
    ['calendar days where working days are', 'presumptionDecided', { presumptionDecided: '5 days' }],
    ['text around it', 'heldPlace', { heldPlace: ' 6 hours' }],
    ['an absurd deadline', 'heldPlace', { heldPlace: '99999 days' }],
    ['less than 30 days of recovery', 'recovery', { recovery: '29 days' }],
    ['a pause of more than three days', 'informationPause', { informationPause: '73 hours' }],
    ['an emergency put off for a week', 'referralAnswered.EMERGENCY', { referralAnswered: { EMERGENCY: '7 days' } }],
    ['an emergency after what is urgent', 'referralAnswered.EMERGENCY', { referralAnswered: { URGENT: '12 hours' } }],
    ['what is urgent after the rest', 'acceptedInService.URGENT', { acceptedInService: { NORMAL: '2 days' } }],
    ['a hand-over in immediate danger put off', 'handOverTaken.EMERGENCY', { handOverTaken: { EMERGENCY: '2 hours' } }],
    ['minutes where hours are the least', 'heldPlace', { heldPlace: '90 minutes' }],
    ['a place freed while it may still be named', 'unnamedPlace', { heldPlace: '12 hours' }],
    ['a table that is none', 'supervisorActed', { supervisorActed: '7 days' }],
    ['follow-ups that are no list', 'followUp', { followUp: '1 month' }],
    ['no follow-up', 'followUp', { followUp: [] }],
    ['a follow-up that is none', 'followUp.1', { followUp: ['1 month', '3 days'] }],
    ['follow-ups out of order', 'followUp.1', { followUp: ['3 months', '1 month'] }],
    ['a day that is none', 'daysOff.1', { daysOff: ['2027-03-24', '2027-02-30'] }],
    ['days that are no list', 'workedHolidays', { workedHolidays: '2027-03-24' }],
    ['a file that is no object', '(file)', []],
    ['a file that says nothing', '(file)', null],
  ])('are refused by name: %s', (_, entry, file) => expect(refused(file)).toBe(entry));

  it('may be minutes where somebody waits on the line', () =>
    expect(clockPolicyFrom({ handOverTaken: { EMERGENCY: '5 minutes', URGENT: '30 minutes' } }).handOverTaken).toEqual({ EMERGENCY: '5 minutes', URGENT: '30 minutes', NORMAL: '24 hours' }));

  it('say what may stand there', () => {
    expect(() => clockPolicyFrom({ heldPlace: '6 weeks' })).toThrow('heldPlace: is a whole number and a unit, such as "1 hour"; the units here are hours and days');
    expect(() => clockPolicyFrom({ heldPlace: '80 hours' })).toThrow('heldPlace: lies between 1 hour and 72 hours');
  });

  it('are taken, or refused by an entry of the file, whatever stands in it', () =>
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...Object.keys(clocks)), fc.anything()), (file) => {
        const entry = refused(file);
        if (entry !== 'taken') expect(Object.keys(file)).toContain(entry.split('.')[0]);
      }),
    ));
});
