/** @param outfile Where the bundle goes. @default `policies/bin/index.js` */
export function buildPack(outfile?: string): Promise<void>;
