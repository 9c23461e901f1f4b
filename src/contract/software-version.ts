/** Stands in every packet, and in page and station alike; equal to package.json's (tests/repository/release.test.ts), by `npm run release`. */
export const softwareVersion = '0.1.0'
