import type { RefusalTexts } from './text';

export const unitRefusals = {
  TELEPHONE_OF_A_HOUSE: {
    es: 'Una casa donde viven sobrevivientes no declara teléfono: llevaría hasta ella.',
    en: 'A house where survivors live states no telephone: it would lead there.',
  },
  WALL_FIRST: {
    es: 'Una unidad de este tipo tiene compartimento propio. Sepárelo primero, con el código de la unidad.',
    en: 'A unit of this kind has a compartment of its own. Wall it first, under the code of the unit.',
  },
  NO_PLACE_LEFT: {
    es: 'No quedan plazas: todas están reservadas u ocupadas. Pregunte a otra unidad; si ninguna la recibe, regístrelo en el caso como necesidad no cubierta. En una emergencia, quien dirige la unidad puede autorizar una más.',
    en: 'No place is left: every one is held or taken. Ask another unit; if none takes her in, record it in the case as an unmet need. In an emergency who directs the unit may authorise one more.',
  },
  PLACE_LEFT: {
    es: 'Queda una plaza. Reserve esa.',
    en: 'There is a place left. Hold that one.',
  },
  UNIT_CODE: {
    es: 'El código de una unidad lleva un guion; sin guion es el de una institución.',
    en: 'The code of a unit has a hyphen; one without is an institution’s.',
  },
  HOURS_REVERSED: {
    es: 'Un horario termina después de empezar. Lo que sigue tras la medianoche va con el día siguiente.',
    en: 'Hours end later than they begin. What goes on after midnight goes with the day that follows.',
  },
} satisfies RefusalTexts;
