/** What a guide must know of its bundle. `event`: path of a shown event without ending and kind, `disclosed`: whether it has disclosures. */
export type Guided = Readonly<{ name: string; origin: string; sealed: boolean; stamps: readonly string[]; example?: Readonly<{ stream: string; seq: string; disclosed: boolean }> | undefined }>;

type Step = Readonly<{ es: string; en: string; run: readonly string[] }>;

/** The steps, each with the commands that it takes: other people's tools alone. */
function steps({ origin, sealed, stamps, example }: Guided): Step[] {
  return [
    {
      es: 'Ningún archivo falta ni cambió desde que se cerró el paquete. Cada línea dice OK.',
      en: 'No file is missing or was changed since the bundle was closed. Every line says OK.',
      run: ['sha256sum -c manifest-sha256.txt', 'sha256sum -c tagmanifest-sha256.txt'],
    },
    ...(sealed
      ? [
          {
            es: 'El paquete lleva el sello de la institución que lo emitió. Cambie la cadena copiada por la que la institución publica.',
            en: 'The bundle bears the seal of the institution that issued it. Put the chain that the institution publishes in place of the copy.',
            run: ['openssl cms -verify -binary -inform DER -in tagmanifest-sha256.txt.p7s -content tagmanifest-sha256.txt -CAfile trust/seal-chain.pem -purpose any -out /dev/null'],
          },
        ]
      : []),
    {
      es: `El registro «${origin}» firmó el estado en que están estos hechos. La primera orden dice «Signature Verified Successfully». Compare trust/log.pub.pem con la clave que la institución y los testigos publican.`,
      en: `The log “${origin}” signed the state in which these facts stand. The check says “Signature Verified Successfully”. Compare trust/log.pub.pem with the key that the institution and the witnesses publish.`,
      run: [
        "sed '/^$/,$d' data/checkpoint > /tmp/checkpoint.body",
        "sed -n '/^$/,$p' data/checkpoint | grep -F -- '— " + origin + " ' | head -n 1 | cut -d ' ' -f 3 | base64 -d | tail -c 64 > /tmp/checkpoint.sig",
        'openssl pkeyutl -verify -pubin -inkey trust/log.pub.pem -rawin -in /tmp/checkpoint.body -sigfile /tmp/checkpoint.sig',
      ],
    },
    ...stamps.map((at) => ({
      es: 'Una autoridad de tiempo vio ese estado a la hora que dice su sello.',
      en: 'A time-stamping authority saw that state at the time its stamp says.',
      run: [`openssl ts -verify -data data/stamps/${at}.body -in data/stamps/${at}.tsr -CAfile trust/tsa-chain.pem`],
    })),
    ...(example
      ? [
          {
            es: 'La huella de un hecho, como está en el árbol del registro.',
            en: 'The hash of a fact, as it stands in the tree of the log.',
            run: [`(printf '\\0'; cat data/streams/${example.stream}/events/${example.seq}.json) | sha256sum`],
          },
          ...(example.disclosed
            ? [
                {
                  es: 'Lo que se le muestra de lo sellado es lo que se registró: esta huella está entre las de «_sd» de ese hecho.',
                  en: 'What you are shown of what is sealed is what was recorded: this digest is among those of “_sd” of that fact.',
                  run: [
                    `digest=$(head -n 1 data/streams/${example.stream}/disclosures/${example.seq}.txt | tr -d '\\n' | openssl dgst -sha256 -binary | base64 | tr '+/' '-_' | tr -d '=')`,
                    `grep -c -F -- "$digest" data/streams/${example.stream}/events/${example.seq}.json`,
                  ],
                },
              ]
            : []),
        ]
      : []),
    {
      es: 'Todo lo demás: pruebas de inclusión, cadenas, testigos, sellos de tiempo, integridad de la lista. Sin claves propias el veredicto es 20 (no_trust); con ellas (--trust <carpeta>) 0 o 10. Obtenga su propia copia de verify.py: la del paquete viene de quien lo emitió.',
      en: 'Everything else: inclusion, chains, witnesses, time stamps, completeness. Without keys of your own the verdict is 20 (no_trust); with them (--trust <folder>) 0 or 10. Get your own copy of verify.py: that of the bundle comes from who issued it.',
      run: ['if python3 verify.py .; then false; else test $? -eq 20; fi'],
    },
  ];
}

const block = (run: readonly string[]): string => ['```sh', ...run, '```'].join('\n');

/** VERIFY.md: the same commands under both languages' words, and what a pass shows and does not show. */
export function guide(bundle: Guided): string {
  const numbered = (language: 'es' | 'en'): string => steps(bundle).map((step, i) => `${i + 1}. ${step[language]}`).join('\n');
  const commands = steps(bundle).map(({ run }, i) => `**${i + 1}**\n\n${block(run)}`).join('\n\n');
  return `# ${bundle.name}

## Español

Este paquete se comprueba sin conexión y sin confiar en quien lo emitió, con \`sha256sum\`, \`openssl\` (3.0 o posterior) y \`python3\`. Ejecute las órdenes numeradas
dentro de esta carpeta.

${numbered('es')}

**Qué prueba**: que el paquete está como se cerró y que el registro firmó ese estado. La prueba de que un hecho está en el árbol va junto a él
(\`proofs/\`, c2sp.org/tlog-proof). **Qué no prueba**: que lo dicho sea verdad, ni que actuara la persona nombrada, ni, sin testigos, que la lista esté completa. \`data/timeline.html\` se lee; no es prueba. Lo
retenido está en \`data/scope.json\`, con el motivo.

## English

This bundle is checked offline, without trusting who issued it, with \`sha256sum\`, \`openssl\` (3.0 or later) and \`python3\`. Run the numbered commands inside this folder.

${numbered('en')}

**What it proves**: that the bundle is as it was closed, and that the log signed that state. The proof that a fact is in the tree lies beside it (\`proofs/\`,
c2sp.org/tlog-proof). **What it does not prove**: that what was said is true, nor that the named person acted, nor, without witnesses, that nothing is missing. \`data/timeline.html\` is to be read; it is no evidence. What
was withheld stands in \`data/scope.json\`, with the reason.

## Órdenes · Commands

${commands}
`;
}
