/** Held equal to package.json by a test. */
export const TOOL = { name: 'chokepoint', version: '0.1.0' } as const;
