/** Stands in every packet; equal to package.json's, which a test checks. */
export const softwareVersion = '0.1.0'
