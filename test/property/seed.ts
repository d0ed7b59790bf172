import fc from 'fast-check';

// Properties are tried on the same histories each time, so that a run can be repeated; SEED=<number> tries others.
fc.configureGlobal({ seed: Number(process.env['SEED'] ?? 20_261_124) });
