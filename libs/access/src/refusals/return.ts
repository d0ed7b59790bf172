import type { RefusalTexts } from './text';

export const returnRefusals = {
  NOT_THE_LEAD: {
    es: 'Solo puede hacerlo la unidad responsable del caso o quien notificó el retorno.',
    en: 'Only the lead of the case, or who notified the return, may do this.',
  },
  NOT_NAMED_FOR_IT: {
    es: 'Este retorno no designa a su unidad para eso. Pídalo a la unidad responsable.',
    en: 'This return does not name your unit for this. Ask the lead.',
  },
  ORDER_REQUIRED: {
    es: 'Desde aquí retorna por decisión propia o por orden judicial. Indique el número de la orden como base legal.',
    en: 'From here she returns on her own decision or by order of a court. Give its number as the legal basis.',
  },
  RISK_NOT_ASSESSED: {
    es: 'Evalúe primero qué riesgo le espera. Nadie retorna a un riesgo que no se ha evaluado.',
    en: 'Assess first what awaits her. Nobody is returned into a risk that nobody looked at.',
  },
  HIGH_RISK: {
    es: 'El riesgo de nueva victimización es alto: una adulta retorna solo si insiste; una niña, no. Busque otra salida con ella.',
    en: 'The risk of being trafficked again is high: an adult returns only if she insists, a child does not. Look for another way with her.',
  },
  NOT_A_SIGNATORY: {
    es: 'El plan de retorno se comparte con las instituciones firmantes del memorando. Para otras, pida un referimiento.',
    en: 'A return plan is shared with signatories of the memorandum. Refer her to others.',
  },
} satisfies RefusalTexts;
