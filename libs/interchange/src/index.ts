export * from './register';
export * from './figures';
