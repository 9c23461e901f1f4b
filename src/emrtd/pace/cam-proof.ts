/** What chip authentication mapping leaves to be verified against EF.CardSecurity (Doc 9303-11 §4.4.3.5.2). */
export interface CamProof {
  readonly parameterId: number | null
  readonly mappingPublicKey: Uint8Array
  readonly chipAuthenticationData: Uint8Array
}
